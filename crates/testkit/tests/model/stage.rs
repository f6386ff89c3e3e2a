//! The people of a run, their devices and their conversations.

use std::sync::{Arc, Mutex};

use futures_util::future::try_join_all;
use kamachat_client::{
    AccountId, Client, ConversationId,
    protocol::groups::GroupChange,
};
use kamachat_domain::groups::HistoryPolicy;
use kamachat_testkit::app::{PASSWORD, TestApp};
use tokio::task::JoinSet;

use super::{Result, book::Book, bus::Noise, device::Device, link::Link, random::Random};

/// Devices of each person. The first one owns the group and is the witness: she hides and clears nothing.
const DEVICES: [usize; 4] = [2, 2, 1, 1];

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
    /// Fresh accounts whose devices are connected, and a group of the first three.
    pub async fn set(app: &TestApp, http: &reqwest::Client, noise: Noise, random: &mut Random) -> Result<Self> {
        let tag = format!("{:012x}", random.next() >> 16);
        let enter = |index: usize, mut random: Random| {
            let tag = &tag;
            async move {
                let name = ["ada", "ben", "cleo", "dan"][index];
                let username = format!("{name}-{tag}");
                let (mut devices, mut account) = (Vec::new(), None);
                for number in 0..DEVICES[index] {
                    let link = Link::to(app.origin(), random.branch()).await?;
                    let client = Client::with_http(link.origin(), http.clone())?;
                    let me = match number {
                        0 => client.register(&username, PASSWORD).await?,
                        _ => client.login(&username, PASSWORD).await?,
                    };
                    account = Some(me.id);
                    devices.push(Device::start(format!("{name}'s device {number}"), client, link).await?);
                }
                Ok::<_, super::Failure>(Person { name, account: account.ok_or("nobody")?, devices })
            }
        };
        let people = try_join_all((0..DEVICES.len()).map(|index| enter(index, random.branch()))).await?;
        let [ada, others @ ..] = people.as_slice() else { return Err("nobody".into()) };
        let direct = try_join_all(others.iter().map(|other| befriend(ada, other))).await?[0];
        let members: Vec<AccountId> = others.iter().take(2).map(|person| person.account).collect();
        for person in &people {
            for device in &person.devices {
                device.is_online().await;
            }
        }
        let group = ada.client().create_group("model", &members).await?.id;
        if random.percent(40) {
            let change = GroupChange { history_policy: Some(HistoryPolicy::All), ..GroupChange::default() };
            ada.client().change_group(group, &change).await?;
        }
        for id in [group, direct] {
            noise.begin(id, random.branch());
        }
        Ok(Self { people, group, direct, noise, book: Arc::default(), sends: Mutex::default() })
    }

    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.people.iter().flat_map(|person| &person.devices)
    }

    /// Whose conversation it is, or may become.
    pub fn concerns(&self, id: ConversationId, person: &Person) -> bool {
        id == self.group || self.people[..2].iter().any(|one| one.account == person.account)
    }
}

async fn befriend(a: &Person, b: &Person) -> Result<ConversationId> {
    let asked = b.client().request_friend(a.account, "").await?;
    let accepted = a.client().accept_friend(asked.id).await?;
    Ok(accepted.conversation_id.ok_or("contacts have a chat")?)
}
