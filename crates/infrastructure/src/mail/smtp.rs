//! Mail by SMTP.

use std::time::Duration;

use async_trait::async_trait;
use kamachat_application::ports::{Mail, MailFailure, Mailer, PortError};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp::{
        Error as SmtpError,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// Not at all.
    Off,
    /// After STARTTLS; a server that does not offer it gets nothing.
    StartTls,
    /// From the first byte.
    Tls,
}

/// Which server, and as whom.
#[derive(Clone)]
pub struct SmtpOptions {
    pub host: String,
    pub port: u16,
    pub tls: SmtpTls,
    /// Empty: without signing in.
    pub username: String,
    pub password: String,
    /// `name@example.org`, or `Name <name@example.org>`.
    pub from: String,
    /// Certificates that are trusted besides those of the operating system, as PEM.
    pub roots: Option<Vec<u8>>,
    /// For each step of a conversation.
    pub timeout: Duration,
}

impl std::fmt::Debug for SmtpOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpOptions").field("host", &self.host).finish_non_exhaustive()
    }
}

/// Hands mails to an SMTP server, over a small pool of connections.
pub struct SmtpMailer {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmtpMailer")
    }
}

impl SmtpMailer {
    /// Connects to nobody yet.
    ///
    /// # Errors
    /// When the sender is no address or the certificates are none.
    pub fn new(options: &SmtpOptions) -> Result<Self, PortError> {
        let from = options.from.parse().map_err(|error| PortError::Refused(Box::new(error)))?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&options.host)
            .port(options.port)
            .timeout(Some(options.timeout))
            .tls(tls(options).map_err(|error| PortError::Refused(Box::new(error)))?);
        if !options.username.is_empty() {
            builder =
                builder.credentials(Credentials::new(options.username.clone(), options.password.clone()));
        }
        Ok(Self { from, transport: builder.build() })
    }

    fn message(&self, mail: &Mail) -> Result<Message, MailFailure> {
        let refused = |error: Source| MailFailure::Refused(error);
        let to: Address = mail.to.parse().map_err(|error| refused(Box::new(error)))?;
        let host = self.from.email.domain();
        Message::builder()
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(|error| refused(Box::new(error)))
    }
}

type Source = Box<dyn std::error::Error + Send + Sync>;

fn tls(options: &SmtpOptions) -> Result<Tls, SmtpError> {
    if options.tls == SmtpTls::Off {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(options.host.clone());
    if let Some(pem) = &options.roots {
        parameters = parameters.add_root_certificate(Certificate::from_pem(pem)?);
    }
    let parameters = parameters.build()?;
    Ok(if options.tls == SmtpTls::Tls { Tls::Wrapper(parameters) } else { Tls::Required(parameters) })
}

/// Replies about us and not about the mail: signing in failed, or comes first. Somebody may set that right.
const ABOUT_US: [u16; 3] = [530, 534, 535];

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailFailure> {
        let message = self.message(mail)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(failure(error)),
        }
    }
}

/// The text of a reply may name the mailbox, which does not belong where failures are written down.
fn failure(error: SmtpError) -> MailFailure {
    let Some(code) = error.status().map(u16::from) else {
        return MailFailure::Failed(Box::new(error));
    };
    let reply = format!("the mail server answered {code}").into();
    if error.is_permanent() && !ABOUT_US.contains(&code) {
        MailFailure::Refused(reply)
    } else {
        MailFailure::Failed(reply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailer(from: &str) -> Result<SmtpMailer, PortError> {
        SmtpMailer::new(&SmtpOptions {
            host: "127.0.0.1".into(),
            port: 1,
            tls: SmtpTls::Off,
            username: String::new(),
            password: String::new(),
            from: from.into(),
            roots: None,
            timeout: Duration::from_secs(1),
        })
    }

    fn mail(to: &str, subject: &str) -> Mail {
        let text = |text: &str| text.to_owned();
        Mail { id: text("1"), to: text(to), subject: text(subject), text: text("t"), html: text("<p>h</p>") }
    }

    #[tokio::test]
    async fn nothing_in_an_address_or_a_subject_becomes_a_header() {
        let mailer = mailer("KamaChat <chat@example.org>").unwrap();
        for to in ["a@b.c\r\nBcc: eve@evil.example", "a@b.c, eve@evil.example", "<a@b.c>", "a b@c.d", ""] {
            assert!(matches!(mailer.message(&mail(to, "s")), Err(MailFailure::Refused(_))), "{to:?}");
        }
        let odd = mailer.message(&mail("a@b.c", "s\r\nBcc: eve@evil.example\r\n\r\nbody")).unwrap();
        let written = String::from_utf8(odd.formatted()).unwrap();
        let headers = written.split("\r\n\r\n").next().unwrap();
        assert!(!headers.to_lowercase().lines().any(|line| line.starts_with("bcc")), "{headers}");
        assert!(headers.contains("Message-ID: <1@example.org>"), "{headers}");
        assert!(self::mailer("chat@example.org\r\nBcc: x@y.z").is_err() && self::mailer("nobody").is_err());
    }

    #[tokio::test]
    async fn a_server_that_is_down_may_take_it_later() {
        let down = mailer("chat@example.org").unwrap().send(&mail("a@b.c", "s")).await;
        assert!(matches!(down, Err(MailFailure::Failed(_))));
    }
}
