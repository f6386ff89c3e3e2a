use kamachat_protocol::{
    contacts::ContactChange,
    groups::MemberChange,
    search::{FoundPeople, FoundPerson},
};
use kamachat_testkit::app::TestApp;

fn names(people: &[FoundPerson]) -> Vec<&str> {
    people.iter().map(|person| person.user.username.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_groups_are_found_by_name_sound_and_initials() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let (zhang, li, wang) =
        (app.register("user1").await, app.register("user2").await, app.register("user3").await);
    for person in [&zhang, &li] {
        app.befriend(&mei, person).await;
    }
    // A person of a common group who is no contact.
    app.befriend(&li, &wang).await;
    let remark = ContactChange { remark: Some(Some("张三".into())), ..ContactChange::default() };
    mei.client.change_contact(zhang.account.id, &remark).await.unwrap();
    let group = li.client.create_group("张家茶馆", &[wang.account.id, mei.account.id]).await.unwrap().id;
    let called = MemberChange { alias: Some(Some("Boss Wang".into())), ..MemberChange::default() };
    wang.client.change_member(group, wang.account.id, &called).await.unwrap();
    let ask = async |query: &str| -> FoundPeople { mei.client.search_people(query).await.unwrap() };
    for query in ["zs", "ZS", "zhangsan", "zhang san", "张", "三", "san"] {
        let found = ask(query).await;
        assert_eq!(names(&found.contacts), ["user1"], "{query}");
        assert_eq!(found.contacts[0].remark.as_deref(), Some("张三"));
        assert!(found.contacts[0].conversation_id.is_some());
    }
    for query in ["zjcg", "张家", "茶馆", "chaguan"] {
        let found = ask(query).await;
        assert_eq!(found.groups.iter().map(|found| found.id).collect::<Vec<_>>(), [group], "{query}");
    }
    assert_eq!(names(&ask("user2").await.contacts), ["user2"]);
    let boss = ask("boss").await;
    assert_eq!(names(&boss.others), ["user3"]);
    assert_eq!((boss.others[0].alias.as_deref(), boss.others[0].alias_in), (Some("Boss Wang"), Some(group)));
    assert!(ask("user3").await.others.is_empty(), "no directory of members");
    for nothing in ["", " ", "%", "_", "\0", "...", "nobody"] {
        let found = ask(nothing).await;
        assert!(
            found.contacts.is_empty() && found.others.is_empty() && found.groups.is_empty(),
            "{nothing:?}"
        );
    }
    // Who left the group finds it no more, nor its people.
    mei.client.leave_group(group).await.unwrap();
    let gone = ask("boss").await;
    assert!(gone.others.is_empty() && ask("zjcg").await.groups.is_empty());
}
