use kamachat_domain::accounts::CodePurpose;
use kamachat_protocol::accounts::{
    Account, BindPhone, PhoneState, RemovePhone, RequestSmsCode, SmsCodeSent, SmsLogin,
};
use reqwest::Method;

use crate::{Client, error::Result, http::Call};

impl Client {
    /// Asks for a code by SMS. `phone` is left out for [`CodePurpose::Confirm`].
    ///
    /// # Errors
    /// `sms.off`, `account.phone_invalid`, `sms.country_unsupported`, `too_many_requests`.
    pub async fn request_sms_code(&self, phone: Option<&str>, purpose: CodePurpose) -> Result<SmsCodeSent> {
        let body = RequestSmsCode { phone: phone.map(str::to_owned), purpose, device_token: None };
        let call = Call::post("auth/sms-codes").body(&body)?;
        self.ask(if purpose.is_for_members() { call } else { call.unsigned() }).await
    }

    /// Signs in with a number and the code that was sent to it.
    ///
    /// # Errors
    /// `auth.code_wrong`, `auth.phone_unknown`, `auth.otp_required`, `auth.otp_wrong`, `auth.otp_delayed`.
    pub async fn login_by_sms(&self, login: &SmsLogin) -> Result<Account> {
        self.sign_in(Call::post("auth/login/sms").unsigned().body(login)?).await
    }

    /// The own number, and whether there is a password besides.
    ///
    /// # Errors
    /// As any call.
    pub async fn phone(&self) -> Result<PhoneState> {
        self.ask(Call::get("me/phone")).await
    }

    /// Adds or changes the own number.
    ///
    /// # Errors
    /// `auth.code_wrong`, `account.wrong_password`, `account.phone_taken`.
    pub async fn bind_phone(&self, body: &BindPhone) -> Result<Account> {
        self.ask(Call::post("me/phone").body(body)?).await
    }

    /// Removes the own number.
    ///
    /// # Errors
    /// `account.wrong_password`, `account.last_way_in`, `account.phone_missing`.
    pub async fn remove_phone(&self, password: &str, otp: Option<&str>) -> Result<Account> {
        let body = RemovePhone { password: password.to_owned(), otp: otp.map(str::to_owned) };
        self.ask(Call::new(Method::DELETE, "me/phone").body(&body)?).await
    }
}
