//! The people of a run, their devices and their conversations.

use std::sync::{Arc, Mutex};

use futures_util::future::try_join_all;
use kamachat_client::{AccountId, Client, ConversationId, protocol::groups::GroupChange};
use kamachat_domain::groups::HistoryPolicy;
use kamachat_testkit::app::{PASSWORD, TestApp};
use tokio::task::JoinSet;

use super::{Failure, Result, book::Book, bus::Noise, device::Device, link::Link, patiently, random::Random};

/// Devices of each person. The first one owns the group and is the witness: she hides and clears nothing.
const DEVICES: [usize; 4] = [2, 2, 1, 1];
const NAMES: [&str; 4] = ["ada", "ben", "cleo", "dan"];

pub struct Person {
    pub name: &'static str,
    pub account: AccountId,
    pub devices: Vec<Device>,
}

impl Person {
    /// For calls.
    pub fn client(&self) -> &Client {
        &self.devices[0].client
    }
}

pub struct Stage {
    pub people: Vec<Person>,
    pub group: ConversationId,
    /// Of the first two people.
    pub direct: ConversationId,
    pub noise: Noise,
    pub book: Arc<Book>,
    /// Sends that wait for their answers.
    pub sends: Mutex<JoinSet<()>>,
}

impl Stage {
    /// Fresh accounts, all contacts of the first one, with their devices.
    pub async fn set(
        app: &TestApp,
        http: &reqwest::Client,
        noise: Noise,
        mut random: Random,
    ) -> Result<Self> {
        let tag = format!("{:012x}", random.next() >> 16);
        let enter = |index: usize| {
            let username = format!("{}-{tag}", NAMES[index]);
            async move {
                let client = http_client(app, http)?;
                let account = patiently(|| client.register(&username, PASSWORD)).await?.id;
                let mut clients = vec![client];
                while clients.len() < DEVICES[index] {
                    let client = http_client(app, http)?;
                    patiently(|| client.login(&username, PASSWORD)).await?;
                    clients.push(client);
                }
                Ok::<_, Failure>((account, clients))
            }
        };
        let entered = try_join_all((0..DEVICES.len()).map(enter)).await?;
        let [ada, others @ ..] = entered.as_slice() else { return Err("nobody".into()) };
        let direct = try_join_all(others.iter().map(|other| befriend(ada, other))).await?[0];
        let devices = entered.into_iter().zip(NAMES).map(|((account, clients), name)| {
            let randoms: Vec<Random> = clients.iter().map(|_| random.branch()).collect();
            async move {
                let starting = clients
                    .iter()
                    .zip(randoms)
                    .map(|(client, random)| device(app, http, name, client, random));
                Ok::<_, Failure>(Person { name, account, devices: try_join_all(starting).await? })
            }
        });
        let people = try_join_all(devices.collect::<Vec<_>>()).await?;
        let group = direct;
        Ok(Self { people, group, direct, noise, book: Arc::default(), sends: Mutex::default() })
    }

    /// Everybody is there, and the first three make a new group.
    pub async fn gather(&mut self, random: &mut Random) -> Result<()> {
        for device in self.devices() {
            device.is_online().await;
        }
        let [ada, ben, cleo, ..] = self.people.as_slice() else { return Err("nobody".into()) };
        let members = [ben.account, cleo.account];
        let group = patiently(|| ada.client().create_group("crowd", &members)).await?.id;
        if random.percent(40) {
            let change = GroupChange { history_policy: Some(HistoryPolicy::All), ..GroupChange::default() };
            patiently(|| ada.client().change_group(group, &change)).await?;
        }
        for id in [group, self.direct] {
            self.noise.begin(id, random.branch());
        }
        self.book.forget_all_but(self.direct);
        self.group = group;
        Ok(())
    }

    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.people.iter().flat_map(|person| &person.devices)
    }

    /// Whose conversation it is, or may become.
    pub fn concerns(&self, id: ConversationId, person: &Person) -> bool {
        id == self.group || self.people[..2].iter().any(|one| one.account == person.account)
    }
}

/// Straight to the server.
fn http_client(app: &TestApp, http: &reqwest::Client) -> Result<Client> {
    Ok(Client::with_http(app.origin(), http.clone())?)
}

/// A device with the tokens of a client, behind a link.
async fn device(
    app: &TestApp,
    http: &reqwest::Client,
    name: &str,
    client: &Client,
    random: Random,
) -> Result<Device> {
    let link = Link::to(app.origin(), random).await?;
    let behind = Client::with_http(link.origin(), http.clone())?;
    behind.set_tokens(client.tokens());
    Device::start(name.to_owned(), behind, link, name == "cleo").await
}

async fn befriend(a: &(AccountId, Vec<Client>), b: &(AccountId, Vec<Client>)) -> Result<ConversationId> {
    let asked = patiently(|| b.1[0].request_friend(a.0, "")).await?;
    let accepted = patiently(|| a.1[0].accept_friend(asked.id)).await?;
    Ok(accepted.conversation_id.ok_or("contacts have a chat")?)
}
