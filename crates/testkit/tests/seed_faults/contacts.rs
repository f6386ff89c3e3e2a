//! Faults of contacts and of the standing of people.

use kamachat_domain::groups::JoinPolicy;
use kamachat_protocol::groups::GroupChange;
use kamachat_testkit::app::{Person, TestApp};

use crate::people::friends;

/// Names of a person's contacts and of whom he blocks.
async fn standing(of: &Person) -> (Vec<String>, Vec<String>) {
    let contacts = of.client.contacts(None, None).await.expect("contacts").items;
    let blocks = of.client.blocks(None, None).await.expect("blocks").items;
    let mut contacts: Vec<String> = contacts.into_iter().map(|contact| contact.user.username).collect();
    contacts.sort();
    (contacts, blocks.into_iter().map(|block| block.user.username).collect())
}

/// There, the stored numbers of blocked and deleted people were taken for each other.
#[tokio::test]
async fn fault_17_blocked_and_deleted_removed_and_banned_stay_what_they_are() {
    let mut app = TestApp::start().await;
    let (mei, tom, _) = friends(&app, "mei", "tom").await;
    let (eve, ann) = (app.register("eve").await, app.register("ann").await);
    for person in [&eve, &ann] {
        app.befriend(&mei, person).await;
    }
    mei.client.block(tom.account.id).await.expect("blocked");
    mei.client.delete_contact(eve.account.id).await.expect("deleted");
    let group = mei.client.create_group("tea", &[ann.account.id]).await.expect("a group").id;
    let open =
        GroupChange { join_policy: Some(JoinPolicy::Open), searchable: Some(true), ..GroupChange::default() };
    mei.client.change_group(group, &open).await.expect("open");
    for person in [&tom, &eve] {
        person.client.join_group(group, "").await.expect("joined");
    }
    mei.client.remove_member(group, eve.account.id, false).await.expect("removed");
    mei.client.remove_member(group, tom.account.id, true).await.expect("banned");
    app.restart().await;
    let (mei, tom, eve) = (app.sign_in(&mei).await, app.sign_in(&tom).await, app.sign_in(&eve).await);
    let (contacts, blocks) = standing(&mei).await;
    assert_eq!(contacts, ["ann", "tom"], "who is blocked is a contact, who was deleted is none");
    assert_eq!(blocks, ["tom"]);
    eve.client.join_group(group, "").await.expect("who was removed may come back");
    let banned = tom.client.join_group(group, "").await.expect_err("who was banned may not");
    assert_eq!(banned.code(), Some("not_found"));
    mei.client.unblock(tom.account.id).await.expect("unblocked");
    assert_eq!(standing(&mei).await, (vec!["ann".to_owned(), "tom".to_owned()], Vec::new()));
}
