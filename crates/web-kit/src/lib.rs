//! The HTTP toolkit of KamaChat's servers: problems, identity, validated input, headers, health, the listener.
//!
//! It knows the web and the use cases that prove who calls; it must never know a feature's routes or an
//! adapter. Start with [`Refusal`], the one place where a [`Kind`](kamachat_domain::Kind) becomes a status,
//! and [`serve`], which puts the edge around every answer.

mod access_log;
mod body;
mod client;
mod edge;
mod headers;
pub mod health;
mod identity;
mod params;
mod problem;
mod proxies;
mod serve;
pub mod tls;
mod upload;

pub use body::Body;
pub use client::Client;
pub use edge::{Edge, RequestId};
pub use identity::{Caller, bearer, take_request};
pub use params::{PathEnd, PathId, PathIds, PathText, Query};
pub use problem::Refusal;
pub use proxies::{InvalidNetwork, TrustedProxies};
pub use serve::{Listening, Options, serve};
pub use upload::Upload;
