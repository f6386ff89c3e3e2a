use kamachat_domain::ids::SessionId;
use kamachat_protocol::{
    Page,
    accounts::{
        Account, AuthSession, ChangePassword, Login, LoginExternal, Register, RenameSession, Session,
        SocketTicket,
    },
};
use reqwest::Method;

use crate::{
    Client,
    error::{ApiError, Result},
    http::Call,
};

impl Client {
    /// Opens an account and signs in as it. The nickname becomes the user name.
    ///
    /// # Errors
    /// `account.*` codes.
    pub async fn register(&self, username: &str, password: &str) -> Result<Account> {
        self.register_with(&Register {
            username: username.to_owned(),
            password: Some(password.to_owned()),
            nickname: None,
            email: None,
            phone: None,
            code: None,
            setup_code: None,
            invite_code: None,
        })
        .await
    }

    /// Like [`Client::register`], with everything that may be said.
    ///
    /// # Errors
    /// `account.*` codes.
    pub async fn register_with(&self, wanted: &Register) -> Result<Account> {
        self.sign_in(Call::post("auth/register").unsigned().body(wanted)?).await
    }

    /// Signs in with user name or e-mail address: a new session, and so a new device for the server.
    ///
    /// # Errors
    /// `auth.wrong_credentials`, `auth.otp_required`.
    pub async fn login(&self, login: &str, password: &str) -> Result<Account> {
        let login = Login {
            login: login.to_owned(),
            password: password.to_owned(),
            otp: None,
            device_token: None,
            restore: false,
        };
        self.login_with(&login).await
    }

    /// Like [`Client::login`], with everything that may be said: a second proof, where the account wants one.
    ///
    /// # Errors
    /// `auth.wrong_credentials`, `auth.otp_required`, `auth.otp_wrong`, `auth.otp_delayed`.
    pub async fn login_with(&self, login: &Login) -> Result<Account> {
        self.sign_in(Call::post("auth/login").unsigned().body(login)?).await
    }

    /// Exchanges a token of a back end that the server trusts for a session of one's own.
    ///
    /// # Errors
    /// `auth.external_token_invalid`: not good, over or used before.
    pub async fn login_external(&self, token: &str) -> Result<Account> {
        let body = LoginExternal { token: token.to_owned() };
        self.sign_in(Call::post("auth/login/external").unsigned().body(&body)?).await
    }

    pub(super) async fn sign_in(&self, call: Call<'_>) -> Result<Account> {
        let session: AuthSession = self.ask(call).await?;
        self.keep(&session);
        Ok(session.user)
    }

    /// Renews the tokens now. Other calls do it by themselves when they need to.
    ///
    /// # Errors
    /// `auth.refresh_invalid` when the session is over, `auth.unauthenticated` when there is none.
    pub async fn refresh(&self) -> Result<()> {
        let access = self.access();
        let nobody = ApiError { status: 401, code: "auth.unauthenticated".into(), problem: None };
        self.renew(access.as_deref(), nobody).await
    }

    /// Ends the session and forgets the tokens.
    ///
    /// # Errors
    /// As any call; the tokens are kept then.
    pub async fn logout(&self) -> Result<()> {
        self.tell(Call::post("auth/logout")).await?;
        self.set_tokens(None);
        Ok(())
    }

    /// The own account.
    ///
    /// # Errors
    /// As any call.
    pub async fn me(&self) -> Result<Account> {
        self.ask(Call::get("me")).await
    }

    /// Changes the password; every other session ends.
    ///
    /// # Errors
    /// `account.wrong_password`, `account.password_*`.
    pub async fn change_password(&self, current: &str, new: &str) -> Result<()> {
        let body = ChangePassword { current_password: current.to_owned(), new_password: new.to_owned() };
        self.tell(Call::post("me/password").body(&body)?).await?;
        Ok(())
    }

    /// Where the account is signed in: the newest 200.
    ///
    /// # Errors
    /// As any call.
    pub async fn sessions(&self) -> Result<Vec<Session>> {
        let page: Page<Session> = self.ask(Call::get("me/sessions").with("limit", Some(200))).await?;
        Ok(page.items)
    }

    /// Names the device of a session.
    ///
    /// # Errors
    /// `not_found`, `account.device_name_invalid`.
    pub async fn rename_session(&self, id: SessionId, name: &str) -> Result<Session> {
        let path = format!("me/sessions/{id}");
        self.ask(Call::new(Method::PATCH, &path).body(&RenameSession { name: name.to_owned() })?).await
    }

    /// Signs a device out.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn end_session(&self, id: SessionId) -> Result<()> {
        let path = format!("me/sessions/{id}");
        self.tell(Call::new(Method::DELETE, &path)).await?;
        Ok(())
    }

    /// Signs all other devices out, and this one too with `all`.
    ///
    /// # Errors
    /// As any call.
    pub async fn end_sessions(&self, all: bool) -> Result<()> {
        self.tell(Call::new(Method::DELETE, "me/sessions").with("all", Some(all))).await?;
        Ok(())
    }

    /// Opens one socket within seconds, for those that cannot send a header.
    ///
    /// # Errors
    /// As any call.
    pub async fn socket_ticket(&self) -> Result<SocketTicket> {
        self.ask(Call::post("socket-tickets")).await
    }
}
