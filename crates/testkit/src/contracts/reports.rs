//! What is reported, and its evidence.

use kamachat_application::{ports::PortError, store::Transaction};
use kamachat_domain::{
    Limit,
    admin::{
        Evidence, GroupEvidence, KeptItem, KeptMessage, KeptPerson, KeptText, Report, ReportReason,
        ReportState, ReportTarget, ReportText, UserEvidence,
    },
    ids::AccountId,
};

use super::fixtures::{TestStore, at, id, sorted, write};

fn person(name: &str) -> KeptPerson {
    KeptPerson { id: id(), username: name.into(), name: format!("{name} 好 😀 \\ ' \"") }
}

fn report(reporter: AccountId, target: ReportTarget, evidence: Evidence) -> Report {
    Report {
        id: id(),
        reporter_id: reporter,
        target,
        reason: ReportReason::Fraud,
        text: ReportText::parse("他要钱\n😀 '; --").unwrap(),
        evidence,
        picture: Some([0, 255, 7].repeat(10_000)),
        state: ReportState::Open,
        created_at: at(1),
        closed_at: None,
    }
}

fn of_a_person(reporter: AccountId, peer: AccountId) -> Report {
    let evidence = UserEvidence { person: person("tom"), signature: Some("…".into()), status_text: None };
    report(reporter, ReportTarget::User(peer), Evidence::User(evidence))
}

fn of_a_message(reporter: AccountId) -> Report {
    let kept = |seq: i64| KeptMessage {
        id: id(),
        conversation_id: id(),
        seq,
        sender: person("eve"),
        content: "merged".into(),
        text: "字".repeat(10_000),
        about: vec![person("ann")],
        items: vec![KeptItem { sender: "a".into(), content: "text".into(), text: "b".into(), at: at(2) }],
        created_at: at(3),
        edited_at: Some(at(4)),
    };
    let group = GroupEvidence {
        id: id(),
        name: "茶".into(),
        notice: Some("n".into()),
        owner: Some(person("mei")),
        member_count: 3,
    };
    let evidence = Evidence::Message {
        group: Some(group),
        message: Box::new(kept(7)),
        earlier: vec![KeptText { text: "before".into(), at: at(2) }],
        around: vec![kept(6), kept(8)],
    };
    let report = report(reporter, ReportTarget::Message(id(), i64::MAX), evidence);
    Report { picture: None, text: None, reason: ReportReason::Other, ..report }
}

async fn insert(store: &TestStore, report: &Report) -> Result<(), PortError> {
    write(store, async |tx: &dyn Transaction| tx.reports().insert(report).await).await
}

async fn open(store: &TestStore, report: &Report) -> Option<Report> {
    let key = Report::key(report.reporter_id, report.target);
    store.read().reports().open(&key).await.unwrap()
}

pub async fn a_report_comes_back_as_it_was_with_its_evidence(store: TestStore) {
    let me: AccountId = id();
    let group = GroupEvidence { id: id(), name: "g".into(), notice: None, owner: None, member_count: 1 };
    let of_a_group = report(me, ReportTarget::Group(group.id), Evidence::Group(group));
    for report in [of_a_person(me, id()), of_a_message(me), of_a_group] {
        assert_eq!(open(&store, &report).await, None);
        insert(&store, &report).await.unwrap();
        assert_eq!(open(&store, &report).await, Some(report));
    }
}

pub async fn of_a_person_about_a_thing_one_report_is_open(store: TestStore) {
    let (me, other, peer): (AccountId, AccountId, AccountId) = (id(), id(), id());
    let first = of_a_person(me, peer);
    insert(&store, &first).await.unwrap();
    assert!(matches!(insert(&store, &of_a_person(me, peer)).await, Err(PortError::Duplicate)));
    insert(&store, &of_a_person(other, peer)).await.unwrap();
    insert(&store, &of_a_person(me, other)).await.unwrap();
    let close = async |seconds| {
        write(&store, async |tx| tx.reports().close(first.id, at(seconds)).await).await.unwrap()
    };
    assert_eq!((close(5).await, close(6).await), (true, false));
    assert_eq!(open(&store, &first).await, None);
    insert(&store, &of_a_person(me, peer)).await.unwrap();
    let closed = store.read().reports().list(ReportState::Closed, None, Limit::max()).await.unwrap();
    assert_eq!(closed, [Report { state: ReportState::Closed, closed_at: Some(at(5)), ..first }]);
}

pub async fn open_reports_are_listed_oldest_first_on_where_a_page_ended(store: TestStore) {
    let mut reports = Vec::new();
    for _ in 0..5 {
        reports.push(of_a_message(id()));
    }
    for report in &reports {
        insert(&store, report).await.unwrap();
    }
    let (mut seen, limit) = (Vec::new(), Limit::parse(Some(2)).unwrap());
    loop {
        let page = store.read().reports().list(ReportState::Open, seen.last().copied(), limit).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page.iter().map(|report| report.id));
    }
    assert_eq!(seen, sorted(reports.iter().map(|report| report.id)));
}
