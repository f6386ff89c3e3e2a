use super::{Letter, Words, time};

const IGNORE: &str = "如果不是你本人的操作，忽略这封邮件即可，不会有任何变化。";
const NOT_ME: &str =
    "如果不是你本人的操作，请马上在登录页用“忘记密码？”重置密码，并在设置里查看已登录的设备。";

pub(super) fn words(letter: &Letter<'_>) -> Words {
    match letter {
        Letter::Verify { username, .. } => Words {
            subject: "验证你的邮箱",
            lines: vec![format!(
                "有人为 KamaChat 账号 {username} 填写了这个邮箱。请在 24 小时内打开下面的链接，确认它属于你。"
            )],
            action: "验证邮箱",
            otherwise: IGNORE,
        },
        Letter::Taken => Words {
            subject: "有人想使用你的邮箱",
            lines: vec![
                "有人想把你的邮箱用在另一个 KamaChat 账号上。它已经属于你的账号，所以没有任何变化。"
                    .to_owned(),
            ],
            action: "",
            otherwise: "如果是你本人，请登录已有这个邮箱的账号；忘了密码可以在登录页重置。",
        },
        Letter::Reset { username, .. } => Words {
            subject: "重置密码",
            lines: vec![format!(
                "有人为 KamaChat 账号 {username} 申请了新密码。下面的链接在一小时内有效，只能用一次；完成以后，\
                 所有设备都要重新登录。"
            )],
            action: "设置新密码",
            otherwise: IGNORE,
        },
        notice => happened(notice),
    }
}

/// What has happened already.
fn happened(letter: &Letter<'_>) -> Words {
    let (subject, line, otherwise) = match letter {
        Letter::AddressChanged { username } => (
            "你的邮箱已更换",
            format!("KamaChat 账号 {username} 换了新的邮箱，这个邮箱不再用于该账号。"),
            "如果不是你本人的操作，请登录后修改密码并重新设置邮箱；登录不了的话，请联系服务器的管理员。",
        ),
        Letter::PasswordReset { username } => (
            "你的密码已重置",
            format!("KamaChat 账号 {username} 通过发到这个邮箱的链接设置了新密码，所有设备都已退出登录。"),
            "如果不是你本人的操作，说明有人能看到你的邮件：请先保护好邮箱，再重置一次密码。",
        ),
        Letter::PasswordChanged { username } => (
            "你的密码已修改",
            format!("KamaChat 账号 {username} 的密码已修改，其他设备都已退出登录。"),
            NOT_ME,
        ),
        Letter::SecondFactor { username, on: true } => {
            ("两步登录已开启", format!("KamaChat 账号 {username} 已开启两步登录。"), NOT_ME)
        }
        Letter::SecondFactor { username, on: false } => {
            ("两步登录已关闭", format!("KamaChat 账号 {username} 已关闭两步登录。"), NOT_ME)
        }
        Letter::NewDevice { username, device, ip, at } => (
            "你的账号有新的登录",
            format!(
                "KamaChat 账号 {username} 在一台没有用过的设备上登录：{device}，地址 {ip}，时间 {}。",
                time(*at)
            ),
            NOT_ME,
        ),
        Letter::Verify { .. } | Letter::Taken | Letter::Reset { .. } => ("", String::new(), ""),
    };
    Words { subject, lines: vec![line], action: "", otherwise }
}
