use super::*;

fn with(variables: &[(&str, &str)]) -> Result<Config, String> {
    let environment = variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    Config::load(&Sources { environment, ..Sources::default() }).map_err(|error| error.to_string())
}

#[test]
fn the_defaults_are_complete_and_listen_on_loopback() {
    let config = with(&[]).unwrap();
    assert_eq!(config.server.bind, "127.0.0.1:8000");
    assert_eq!(config.is_private(), Ok(true));
}

#[test]
fn the_environment_overrides_each_kind_of_value() {
    let config = with(&[
        ("KAMA__DATA_DIR", "/srv/chat"),
        ("KAMA__SERVER__BIND", "[::1]:9000"),
        ("KAMA__SERVER__ALLOWED_ORIGINS", "https://a.example, https://b.example"),
        ("KAMA__SERVER__TRUSTED_PROXIES", r#"["10.0.0.0/8"]"#),
        ("KAMA__AUTH__ACCESS_MINUTES", "5"),
        ("KAMA__LOG__FORMAT", "json"),
        ("KAMA__DATABASE__URL", ""),
        ("PATH", "/usr/bin"),
    ])
    .unwrap();
    assert_eq!(config.data_dir, std::path::Path::new("/srv/chat"));
    assert_eq!(config.server.bind, "[::1]:9000");
    assert_eq!(config.server.allowed_origins, ["https://a.example", "https://b.example"]);
    assert_eq!(config.server.trusted_proxies, ["10.0.0.0/8"]);
    assert_eq!((config.auth.access_minutes, config.log.format), (5, LogFormat::Json));
}

#[test]
fn what_is_wrong_is_named() {
    for (name, value, words) in [
        ("KAMA__SERVER__BND", "x", "there is no key server.bnd (from the environment)"),
        ("KAMA__SEVER__BIND", "x", "there is no key sever"),
        ("KAMA__SERVER", "x", "server: "),
        ("KAMA__QUEUE__CAPACITY", "many", "queue.capacity: "),
        ("KAMA__QUEUE__BATCH", "0", "queue.batch: 0 is not between 1 and 256"),
        ("KAMA__SERVER__BIND", "nowhere", "server.bind: \"nowhere\" is no address"),
        ("KAMA__SERVER__PUBLIC_ORIGIN", "chat.example.org", "server.public_origin: "),
        ("KAMA__SERVER__ALLOWED_ORIGINS", "*", "server.allowed_origins: "),
        ("KAMA__LIMITS__PROFILE", "off", "limits.profile: "),
        ("KAMA__MAIL__PORT", "0", "mail.port: 0 is not between 1 and 65535"),
        ("KAMA__MAIL__TLS", "maybe", "mail.tls: "),
        ("KAMA__LIMITS__SIGN_INS", "0", "limits.sign_ins: 0 is not between 1 and 1000000"),
        ("KAMA__AUTH__REGISTRATION", "maybe", "auth.registration: "),
        ("KAMA__SMS__GATEWAY", "pigeon", "sms.gateway: "),
        ("KAMA__SMS__GATEWAY", "http", "sms.http.url: the gateway that is chosen needs it"),
        ("KAMA__SMS__GATEWAY", "aliyun", "sms.aliyun.access_key_id: "),
        ("KAMA__SMS__GATEWAY", "twilio", "sms.twilio.account_sid: "),
        ("KAMA__SMS__COUNTRIES", "86,x", "sms.countries: "),
        ("KAMA__SMS__DAILY_CAP", "0", "sms.daily_cap: 0 is not between"),
        ("KAMA__SMS__TEXT", "no place", "sms.text: "),
        ("KAMA__SERVER__TLS__MODE", "files", "server.tls.mode: \"files\" needs server.tls.cert_file"),
    ] {
        let error = with(&[(name, value)]).unwrap_err();
        assert!(error.starts_with("configuration: ") && error.contains(words), "{name}: {error}");
    }
}

#[test]
fn what_is_for_tests_is_refused_where_others_can_reach_it() {
    let public = ("KAMA__SERVER__BIND", "0.0.0.0:8000");
    for (name, value) in [("KAMA__LIMITS__PROFILE", "relaxed"), ("KAMA__AUTH__BCRYPT_COST", "4")] {
        assert!(with(&[(name, value)]).is_ok());
        assert!(with(&[(name, value), public]).unwrap_err().contains("loopback"), "{name}");
    }
    assert_eq!(with(&[public]).unwrap().is_private(), Ok(false));
    let proxied = ("KAMA__SERVER__PUBLIC_ORIGIN", "https://chat.example.org");
    assert_eq!(with(&[proxied]).unwrap().is_private(), Ok(false));
}

#[test]
fn mail_is_encrypted_beyond_this_machine_and_its_links_lead_somewhere() {
    let on = |host, tls, from| {
        vec![("KAMA__MAIL__HOST", host), ("KAMA__MAIL__TLS", tls), ("KAMA__MAIL__FROM", from)]
    };
    let from = "KamaChat <chat@example.org>";
    for host in ["127.0.0.1", "localhost", "::1"] {
        assert!(with(&on(host, "off", from)).is_ok(), "{host}");
    }
    let config = with(&on("mail.example.org", "starttls", from)).unwrap();
    assert_eq!(config.link_origin().as_deref(), Some("http://127.0.0.1:8000"));
    let plain = with(&on("mail.example.org", "off", from)).unwrap_err();
    assert!(plain.contains("mail.tls: \"off\" is for a mail server on this machine"), "{plain}");
    assert!(with(&on("127.0.0.1", "off", "nobody")).unwrap_err().contains("mail.from: "));
    let mut public = on("127.0.0.1", "off", from);
    public.push(("KAMA__SERVER__BIND", "0.0.0.0:8000"));
    assert!(with(&public).unwrap_err().contains("server.public_origin"));
    public.push(("KAMA__SERVER__PUBLIC_ORIGIN", "https://chat.example.org"));
    assert_eq!(with(&public).unwrap().link_origin().as_deref(), Some("https://chat.example.org"));
}

#[test]
fn the_password_of_the_mail_server_is_not_shown() {
    let environment = vec![("KAMA__MAIL__PASSWORD".to_owned(), "hunter2".to_owned())];
    let sources = Sources { environment, ..Sources::default() };
    assert!(!format!("{:?}", Config::load(&sources).unwrap()).contains("hunter2"));
    let settings = Config::explain(&sources).unwrap();
    let shown = settings.iter().find(|setting| setting.key == "mail.password").unwrap();
    assert_eq!(shown.value, "\"***\"");
}

#[test]
fn codes_are_written_into_the_log_on_loopback_only_and_sent_encrypted_elsewhere() {
    let console = ("KAMA__SMS__GATEWAY", "console");
    assert!(with(&[console]).is_ok());
    let refused = with(&[console, ("KAMA__SERVER__BIND", "0.0.0.0:8000")]).unwrap_err();
    assert!(refused.contains("sms.gateway: \"console\"") && refused.contains("loopback"), "{refused}");
    for (url, good) in [
        ("https://sms.example.org/send?key=k", true),
        ("http://127.0.0.1:9/send", true),
        ("http://[::1]:9/", true),
        ("http://sms.example.org/", false),
        ("http://127.0.0.1.example.org/", false),
        ("ftp://x", false),
    ] {
        let config = with(&[("KAMA__SMS__GATEWAY", "http"), ("KAMA__SMS__HTTP__URL", url)]);
        assert_eq!(config.is_ok(), good, "{url}");
    }
}

#[test]
fn secrets_of_gateways_are_not_shown() {
    let environment = [
        ("KAMA__SMS__HTTP__URL", "https://x?key=s3cret"),
        ("KAMA__SMS__HTTP__HEADERS", "[\"X: s3cret\"]"),
        ("KAMA__SMS__HTTP__BODY", "s3cret"),
        ("KAMA__SMS__ALIYUN__ACCESS_KEY_SECRET", "s3cret"),
        ("KAMA__SMS__TWILIO__AUTH_TOKEN", "1234567"),
    ];
    let environment = environment.map(|(name, value)| (name.into(), value.into())).to_vec();
    let sources = Sources { environment, ..Sources::default() };
    let shown = format!("{:?} {:?}", Config::explain(&sources).unwrap(), Config::load(&sources).unwrap());
    assert!(!shown.contains("s3cret") && !shown.contains("1234567"), "{shown}");
}

#[test]
fn a_file_is_below_the_environment_and_the_explanation_tells_which_won() {
    let dir = std::env::temp_dir().join(format!("kamachat-config-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let file = dir.join("kamachat.toml");
    std::fs::write(&file, "[queue]\ncapacity = 7\nbatch = 8\n[database]\nurl = \"postgres://u:pw@h/d\"\n")
        .unwrap();
    let environment = vec![("KAMA__QUEUE__BATCH".into(), "9".into())];
    let settings = Config::explain(&Sources { file: Some(file), environment, ..Sources::default() }).unwrap();
    std::fs::remove_dir_all(dir).unwrap();
    let find = |key: &str| {
        let setting = settings.iter().find(|setting| setting.key == key).unwrap();
        (setting.value.as_str(), setting.origin.as_str())
    };
    assert_eq!(find("queue.batch"), ("9", "the environment"));
    assert_eq!(find("queue.capacity").0, "7");
    assert!(find("queue.capacity").1.ends_with("kamachat.toml"));
    assert_eq!(find("auth.access_minutes"), ("15", "the defaults"));
    assert_eq!(find("database.url").0, "\"***\"");
    assert_eq!(find("server.bind"), ("\"127.0.0.1:8000\"", "the defaults"));
}

#[test]
fn the_shipped_files_are_valid() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config"));
    for name in ["default.toml", "development.toml", "production.example.toml"] {
        let sources = Sources { file: Some(folder.join(name)), ..Sources::default() };
        assert_eq!(Config::load(&sources).map(|_| ()), Ok(()), "{name}");
    }
}
