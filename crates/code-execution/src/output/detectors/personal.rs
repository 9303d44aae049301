//! Personal data that is no credential.

use super::super::Severity::{High, Low};
use super::{Detector, Scan, scan};

pub(super) const ROWS: &[Detector] = &[
    scan(
        "social_security_number",
        "a United States social security number",
        High,
        "`ddd-dd-dddd` (or with dots, or spaces when no row of integers) in the issued ranges",
        &[],
        Scan::Ssn,
    ),
    scan(
        "us_taxpayer_number",
        "a United States taxpayer number (ITIN)",
        High,
        "`9dd-dd-dddd` in the issued ranges",
        &[],
        Scan::Itin,
    ),
    scan(
        "email_address",
        "an e-mail address",
        Low,
        "RFC 5321 local part and host name with a top-level domain",
        &[],
        Scan::Email,
    ),
    Detector {
        enabled_by_default: false,
        ..scan(
            "ip_address",
            "an IP address",
            Low,
            "IPv4 or IPv6, with zone and network length",
            &[],
            Scan::IpAddress,
        )
    },
    Detector {
        enabled_by_default: false,
        ..scan(
            "phone_number",
            "a telephone number",
            Low,
            "international with `+`, or North American, or national with a leading zero",
            &[],
            Scan::Phone,
        )
    },
];
