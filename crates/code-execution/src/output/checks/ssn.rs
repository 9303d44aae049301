//! United States social security and taxpayer numbers, by the ranges of the Social Security Administration.

/// Numbers that were printed in advertisements and have been void ever since.
const VOID: [(&str, &str, &str); 2] = [("219", "09", "9999"), ("078", "05", "1120")];

/// Whether the three groups are a number that can have been issued: no area 000, 666 or 900 to 999, no group 00, no
/// serial 0000.
pub(crate) fn is_ssn(area: &str, group: &str, serial: &str) -> bool {
    let is_area = area != "000" && area != "666" && !area.starts_with('9');
    is_area && group != "00" && serial != "0000" && !VOID.contains(&(area, group, serial))
}

/// Whether the groups are an individual taxpayer identification number: area 900 to 999, group 50 to 65, 70 to 88,
/// 90 to 92 or 94 to 99.
pub(crate) fn is_itin(area: &str, group: &str) -> bool {
    let group: u32 = group.parse().unwrap_or(0);
    area.starts_with('9') && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_follow_the_administration() {
        assert!(is_ssn("078", "05", "1123"));
        assert!(is_ssn("899", "99", "9999"));
        for (area, group, serial) in [
            ("000", "12", "1234"),
            ("666", "12", "1234"),
            ("900", "12", "1234"),
            ("123", "00", "1234"),
            ("123", "12", "0000"),
            ("078", "05", "1120"),
        ] {
            assert!(!is_ssn(area, group, serial), "{area}-{group}-{serial}");
        }
        assert!(is_itin("911", "64"));
        assert!(!is_itin("911", "66"));
        assert!(!is_itin("811", "64"));
    }
}
