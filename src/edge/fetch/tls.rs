//! What of a certificate or a secure connection failed.
//!
//! On Windows the system makes the connection, elsewhere rustls does; each says it in its own way.

use crate::model::FetchFault;
use std::error::Error;

/// The fault, where an error is about TLS.
pub(super) fn fault(error: &ureq::Error) -> Option<FetchFault> {
    match error {
        ureq::Error::Tls(_) | ureq::Error::TlsRequired => Some(FetchFault::Tls),
        ureq::Error::Io(error) => error.get_ref().and_then(|inner| told_by(inner)),
        other => own_variant(other),
    }
}

#[cfg(not(windows))]
fn own_variant(error: &ureq::Error) -> Option<FetchFault> {
    match error {
        ureq::Error::Rustls(error) => told_by(error),
        _ => None,
    }
}

#[cfg(not(windows))]
fn told_by(error: &(dyn Error + 'static)) -> Option<FetchFault> {
    use rustls::CertificateError as Certificate;
    Some(match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(what) => match what {
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. } => FetchFault::CertificateExpired,
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                FetchFault::CertificateWrongHost
            }
            // Also what signs itself, which comes as an error of its own.
            Certificate::UnknownIssuer | Certificate::Other(_) => FetchFault::CertificateUnknown,
            _ => FetchFault::Tls,
        },
        _ => FetchFault::Tls,
    })
}

#[cfg(windows)]
fn own_variant(error: &ureq::Error) -> Option<FetchFault> {
    match error {
        ureq::Error::NativeTls(error) => Some(told_by(error).unwrap_or(FetchFault::Tls)),
        ureq::Error::Der(_) => Some(FetchFault::Tls),
        _ => None,
    }
}

/// The codes of Windows for certificates (winerror.h), somewhere in the chain of causes.
#[cfg(windows)]
fn told_by(error: &(dyn Error + 'static)) -> Option<FetchFault> {
    const EXPIRED: i32 = 0x800B_0101_u32 as i32;
    const UNTRUSTED_ROOT: i32 = 0x800B_0109_u32 as i32;
    const CHAINING: i32 = 0x800B_010A_u32 as i32;
    const WRONG_NAME: i32 = 0x800B_010F_u32 as i32;
    const WRONG_PRINCIPAL: i32 = 0x8009_0322_u32 as i32;
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(code) = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::raw_os_error)
        {
            return match code {
                EXPIRED => Some(FetchFault::CertificateExpired),
                UNTRUSTED_ROOT | CHAINING => Some(FetchFault::CertificateUnknown),
                WRONG_NAME | WRONG_PRINCIPAL => Some(FetchFault::CertificateWrongHost),
                _ => None,
            };
        }
        next = error.source();
    }
    None
}
