//! `forbid_real_requests` stops models of real providers before a connection is made. A binary of its own, as the
//! switch is that of the process.

#[cfg(test)]
mod tests {
    use ringfence_agent::error::ModelErrorKind;
    use ringfence_agent::message::Message;
    use ringfence_agent::model::{Model, ModelRequest, forbid_real_requests, provider};

    #[tokio::test]
    async fn no_connection_is_made() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let _guard = forbid_real_requests();
        let model = provider::openai::compatible(&address, "m")
            .unwrap()
            .build()
            .unwrap();
        let messages = [Message::user("hi")];
        let error = model
            .request(ModelRequest::new(&messages))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ModelErrorKind::Forbidden);
        assert_eq!(
            error.to_string(),
            "real model requests are forbidden in this process; model `m` was not asked"
        );
        assert!(listener.accept().is_err(), "a connection was made");
    }
}
