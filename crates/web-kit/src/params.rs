//! What stands in the address: ids of paths and queries.

use std::{
    future::{Ready, ready},
    ops::Deref,
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use serde::de::DeserializeOwned;

use crate::Refusal;

/// The `{id}` of a path. What is no id is refused (400) and looked up nowhere.
#[derive(Debug)]
pub struct PathId<T>(pub T);

impl<T: FromStr> FromRequest for PathId<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = req.match_info().get("id").and_then(|text| text.parse().ok()).map(Self);
        ready(id.ok_or_else(|| Refusal::invalid("request.invalid", "this is not an id").at("id")))
    }
}

/// The one free text of a path, as it came.
#[derive(Debug)]
pub struct PathText(pub String);

impl FromRequest for PathText {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = req.match_info().iter().next().map(|(_, text)| text.to_owned());
        ready(Ok(Self(text.unwrap_or_default())))
    }
}

/// The free text that a path ends with, as it came.
#[derive(Debug)]
pub struct PathEnd(pub String);

impl FromRequest for PathEnd {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = req.match_info().iter().last().map(|(_, text)| text.to_owned());
        ready(Ok(Self(text.unwrap_or_default())))
    }
}

/// The first two ids of a path, in its order.
#[derive(Debug)]
pub struct PathIds<T, U>(pub T, pub U);

impl<T: FromStr, U: FromStr> FromRequest for PathIds<T, U> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut texts = req.match_info().iter().map(|(_, text)| text);
        let (first, second) = (texts.next(), texts.next());
        let ids = first.and_then(|text| text.parse().ok()).zip(second.and_then(|text| text.parse().ok()));
        let ids = ids.map(|(first, second)| Self(first, second));
        ready(ids.ok_or_else(|| Refusal::invalid("request.invalid", "this is not an id").at("id")))
    }
}

/// The query, with exactly the fields of `T`.
#[derive(Debug)]
pub struct Query<T>(T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = web::Query::<T>::from_query(req.query_string());
        ready(query.map(|query| Self(query.into_inner())).map_err(|_| {
            Refusal::invalid("request.invalid", "the query does not have the fields that are expected")
        }))
    }
}
