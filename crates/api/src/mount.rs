//! The whole public interface as one thing that a listener can serve.

use std::sync::Arc;

use actix_web::web::{Data, ServiceConfig};
use kamachat_application::{Services, store::Store};
use kamachat_realtime::Realtime;
use kamachat_web_kit::{Edge, health};

/// REST, socket and health. Cheap to clone: each thread that serves has its own.
#[derive(Clone)]
pub struct Api {
    services: Data<Services>,
    store: Data<dyn Store>,
    realtime: Data<Realtime>,
    edge: Data<Edge>,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Api")
    }
}

impl Api {
    /// The interface over these services.
    #[must_use]
    pub fn new(services: Services, store: Arc<dyn Store>, realtime: Realtime, edge: Edge) -> Self {
        Self {
            services: Data::new(services),
            store: Data::from(store),
            realtime: Data::new(realtime),
            edge: Data::new(edge),
        }
    }

    /// Mounts everything, and what the handlers need.
    pub fn mount(&self, cfg: &mut ServiceConfig) {
        cfg.app_data(self.services.clone())
            .app_data(self.store.clone())
            .app_data(self.realtime.clone())
            .app_data(self.edge.clone())
            .configure(health::configure)
            .configure(crate::rest)
            .configure(crate::socket::configure);
    }
}
