use std::sync::{Arc, LazyLock};

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

/// TLS by rustls with ring; certificates are checked as the operating system does. Made once for each process.
static CONFIG: LazyLock<Result<ClientConfig, String>> = LazyLock::new(|| {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier);
    let mut config = config
        .map_err(|error| error.to_string())?
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
});

/// Trusts nobody: for addresses without TLS on a machine without certificates.
fn without_roots() -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let roots = rustls::RootCertStore::empty();
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// The configuration for addresses that need TLS, or do not.
pub(super) fn tls_config(needs_tls: bool) -> Result<ClientConfig, String> {
    match CONFIG.as_ref() {
        Ok(config) => Ok(config.clone()),
        Err(_) if !needs_tls => without_roots(),
        Err(error) => Err(error.clone()),
    }
}
