use kamachat_client::MessageSearch;
use kamachat_testkit::app::TestApp;

use super::{find, indexed, pair, say};
use crate::wire::get;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_in_a_query_is_an_operator() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    say(&mei, chat, "tea and biscuits").await;
    say(&mei, chat, "coffee").await;
    indexed(&tom, "tea", 1).await;
    indexed(&tom, "coffee", 1).await;
    for none in [
        "tea\" OR \"coffee",
        "tea OR coffee",
        "tea | coffee",
        "tea NOT biscuits",
        "tokens:tea",
        "NEAR(tea and)",
        "') OR 1=1 --",
        "+tea -biscuits +zzz",
        "%",
        "_",
        "*",
        "\"",
        "'",
        "\\",
        "()",
        "((((",
        "!&|:*<->",
        "…。！？",
        "\0",
        " ",
        "\u{202e}",
        "-",
        "^tea$x",
        "message_search_fts",
        "qqtea",
        "k0",
    ] {
        assert_eq!(find(&tom, none).await, Vec::<String>::new(), "{none:?}");
    }
    for one in ["tea", "\"tea\"", "tea*", "+tea +and", "te", "tea\0and", "TEA; biscuits", "'tea'"] {
        assert_eq!(find(&tom, one).await, ["tea and biscuits"], "{one:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_and_too_little_is_refused_with_a_code() {
    let app = TestApp::start().await;
    let (mei, _, _) = pair(&app).await;
    let refused = async |query: String| {
        let search = MessageSearch { query, ..MessageSearch::default() };
        let error = mei.client.search_messages(&search).await.unwrap_err();
        (error.status().unwrap_or_default(), error.code().unwrap_or_default().to_owned())
    };
    for long in ["好".repeat(201), "a ".repeat(17)] {
        assert_eq!(refused(long.clone()).await, (400, "search.too_long".to_owned()));
    }
    assert_eq!(mei.client.search_people(&"x".repeat(201)).await.unwrap_err().code(), Some("search.too_long"));
    assert!(find(&mei, &"好".repeat(200)).await.is_empty());
    for (path, code) in [
        ("/search/messages", "request.invalid"),
        ("/search/messages?q=a&wrong=1", "request.invalid"),
        ("/search/messages?q=a&conversation_id=x", "request.invalid"),
        ("/search/messages?q=a&from=yesterday", "request.invalid"),
        ("/search/messages?q=a&cursor=x", "request.cursor_invalid"),
        ("/search/messages?q=a&limit=201", "request.limit_invalid"),
        ("/search/messages?q=a&kind=deleted", "message.kind_unsupported"),
        ("/search/people", "request.invalid"),
    ] {
        let answer = get(&app, path).token(&mei.token()).send().await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, code.to_owned()), "{path}");
    }
    // Ten thousand characters are more than a query, or more than an address of HTTP.
    let endless = format!("/search/messages?q={}", "a".repeat(10_000));
    let answer = get(&app, &endless).token(&mei.token()).send().await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}
