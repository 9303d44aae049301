//! Secrets of any service: by their name, by the place where they stand, or by a common format.

use super::super::Severity::{Critical, High};
use super::super::checks::{distinct_bytes, is_placeholder, is_varied};
use super::{Detector, Scan, context, is_key, scan};

pub(super) const ROWS: &[Detector] = &[
    scan(
        "private_key",
        "a private key",
        Critical,
        "from `-----BEGIN ... PRIVATE KEY-----` to `-----END ...-----` (PEM, OpenSSH, PGP), with its body, at most 16 KiB",
        &[],
        Scan::PrivateKey,
    ),
    scan(
        "private_key_body",
        "a private key without its header",
        Critical,
        "base64 of DER that begins like a PKCS #1, PKCS #8 or SEC 1 private key",
        &[],
        Scan::DerPrivateKey,
    ),
    context(
        "jwt",
        "a JSON web token",
        High,
        "two or three parts of base64url joined by `.`; the first two begin with `ey`",
        &[".ey"],
        r"(?-u:\b)(ey[A-Za-z0-9_-]{10,}\.ey[A-Za-z0-9_/-]{8,}(?:\.[A-Za-z0-9_/-]*={0,2}){0,3})",
        is_key,
    ),
    context(
        "database_url",
        "a database URL with a password",
        Critical,
        "`<scheme>://user:password@host` of a database, queue, mail or file server; the password is replaced",
        &["://"],
        r#"(?i)(?-u:\b)(?:postgres(?:ql)?|mysql2?|mariadb|mongodb|rediss?|valkey|amqps?|mssql|sqlserver|oracle|clickhouse|cockroachdb|cockroach|db2|snowflake|redshift|cassandra|neo4j|bolt|couchdb|influxdb|ldaps?|smtps?|imaps?|ftps?|sftp|ssh|nats|kafka|trino|presto|vertica|sqlanywhere|firebird)(?:\+[a-z0-9_]+)?(?:\+srv)?://[^\s:/@"'<>]*:([^\s"'<>/]{1,256}|[^\s"'<>@]{1,256})@[A-Za-z0-9\[_.-]"#,
        is_url_password,
    ),
    context(
        "database_connection_string",
        "a connection string with a password",
        Critical,
        "`Server=...;...Password=...;` (ADO, ODBC, libpq); the password is replaced",
        &["pwd=", "password="],
        r#"(?i)(?:server|host|data source|driver|user id|uid|user|dbname|database)[ ]?=[^\n"']{1,300}?(?:password|pwd)[ ]?=[ ]?([^;\s"']{3,128})"#,
        is_url_password,
    ),
    context(
        "url_credentials",
        "a password in a URL",
        High,
        "`<scheme>://user:password@host`; the password is replaced",
        &["://"],
        r#"(?-u:\b)[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/@"'<>]{0,128}:([^\s"'<>/@]{1,256})@[A-Za-z0-9\[_-]"#,
        is_url_password,
    ),
    context(
        "authorization_header",
        "the value of an authorization header",
        High,
        "`Authorization: Basic|Bearer|Token <value>`, or `Bearer` and 16 or more characters",
        &["authorization", "bearer"],
        r#"(?i)authorization["']?[ ]{0,3}[:=,][ ]{0,3}["']?(?:basic|bearer|token|apikey|digest|bot)[ ]+([A-Za-z0-9+/=_.~:-]{8,})|(?-u:\b)bearer[ ]+([A-Za-z0-9+/=_.~-]{16,})"#,
        is_header_value,
    ),
    context(
        "curl_credentials",
        "a password on a curl command line",
        High,
        "`curl -u user:password` or `--user`",
        &["curl"],
        r#"(?i)(?-u:\b)curl[^\n]{0,300}?[ ](?:-u|--user)[ =]{0,3}["']?[^\s:"'$]{0,64}:([^\s"']{3,128})"#,
        is_url_password,
    ),
    scan(
        "generic_secret",
        "a secret by its name",
        High,
        "a value that looks random behind a name that ends with `token`, `secret`, `api_key`, `access_key`, `credential`, `auth` and the like",
        &[
            "token",
            "secret",
            "apikey",
            "api_key",
            "api-key",
            "api key",
            "api.key",
            "accesskey",
            "access_key",
            "access-key",
            "access key",
            "authkey",
            "auth_key",
            "auth-key",
            "private_key",
            "privatekey",
            "signing_key",
            "encryption_key",
            "encryptionkey",
            "master_key",
            "license_key",
            "client_key",
            "account_key",
            "iam_key",
            "credential",
            "auth",
            "bearer",
            "softlayer-key",
            "service_key",
            "deploy_key",
        ],
        Scan::Secret,
    ),
    scan(
        "password",
        "a password by its name",
        High,
        "8 or more characters behind a name that ends with `password`, `passwd`, `passphrase` or `pwd`; without quotes they need a digit or a sign",
        &[
            "password",
            "passwd",
            "passphrase",
            "passwort",
            "pwd",
            "_pass",
            "-pass",
        ],
        Scan::Password,
    ),
];

/// Not a place where a program fills the password in.
fn is_url_password(password: &str) -> bool {
    let is_filled_in = password.contains(['$', '{', '<'])
        && (password.contains("${")
            || password.contains("$(")
            || password.starts_with(['$', '{', '<']));
    !is_filled_in
        && distinct_bytes(password) >= 2
        && !password.starts_with('*')
        && !password.contains("...")
}

fn is_header_value(value: &str) -> bool {
    is_varied(value) && !is_placeholder(value) && (is_key(value) || value.len() >= 24)
}
