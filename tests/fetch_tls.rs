//! Secure connections: each failure of a certificate has its own receipt, and an agency's own authority can be trusted.
//!
//! On Windows the system judges certificates, in words of its own; these tests are of the other judge.

#![cfg(all(feature = "fetch", not(windows)))]

mod common;
mod server;

use common::*;
use server::Server;
use server::tls::certified;
use std::io::Write;
use std::sync::Arc;

/// An agency's authority and a server with a certificate that it signed.
struct Agency {
    server: Server,
    /// PEM of the authority.
    ca: String,
}

/// A certificate for `host` that is good in these years.
fn agency(host: &str, years: (i32, i32)) -> Agency {
    let (config, ca) = certified(host, years);
    let server = Server::start_over(
        move |stream| {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).ok()?;
            Some(Box::new(rustls::StreamOwned::new(connection, stream)))
        },
        |request| match request.contains("GET /plain ") {
            true => server::response("302 Found", &["Location: http://127.0.0.1:1/x"], ""),
            false => server::calendar(&feed(&[])),
        },
    );
    Agency { server, ca }
}

/// What `fetch` says of the server, with its authority trusted or not.
fn outcome(agency: &Agency, path: &str, is_trusted: bool) -> String {
    let case = Case::new();
    let url = format!("https://127.0.0.1:{}{path}", agency.server.port());
    let ca = if is_trusted { "ca = \"ca.pem\"\n" } else { "" };
    case.write("people.csv", "id,name,agency,roles,feeds\n");
    case.write(
        "feeds.secret.toml",
        format!("[feeds.ana]\nurl = \"{url}\"\nallow_private = true\n{ca}"),
    );
    if is_trusted {
        case.write("ca.pem", &agency.ca);
    }
    let ran = case.run(&["fetch", "case", "--json", "--timeout", "5"]);
    let receipt = &ran.json()["feeds"][0];
    match ran.code {
        0 => text(&receipt["outcome"]).to_owned(),
        _ => text(&receipt["why"]).to_owned(),
    }
}

#[test]
fn each_failure_of_a_certificate_is_told_apart() {
    let good = agency("127.0.0.1", (2020, 2120));
    assert_eq!(outcome(&good, "/", true), "fetched");
    assert_eq!(outcome(&good, "/", false), "certificate-unknown");
    let expired = agency("127.0.0.1", (2020, 2021));
    assert_eq!(outcome(&expired, "/", true), "certificate-expired");
    let future = agency("127.0.0.1", (2119, 2120));
    assert_eq!(outcome(&future, "/", true), "certificate-expired");
    let other = agency("other.example", (2020, 2120));
    assert_eq!(outcome(&other, "/", true), "certificate-wrong-host");
}

#[test]
fn a_secure_server_cannot_send_us_to_an_open_one() {
    let good = agency("127.0.0.1", (2020, 2120));
    assert_eq!(outcome(&good, "/plain", true), "insecure-redirect");
}

#[test]
fn a_server_without_tls_and_a_file_without_certificates_are_said_to_be_so() {
    // What a web server says to whom it does not understand.
    let plain = Server::start_over(
        |mut stream| {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            None
        },
        |_| server::calendar(""),
    );
    let mut agency = Agency {
        server: plain,
        ca: "nothing\n".to_owned(),
    };
    assert_eq!(outcome(&agency, "/", false), "tls");
    assert_eq!(outcome(&agency, "/", true), "bad-certificates");
    agency.ca = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned();
    // It is read, and then is nobody's certificate.
    assert_eq!(outcome(&agency, "/", true), "tls");
}
