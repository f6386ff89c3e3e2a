//! How long it takes to find a word among very many messages, whether the right ones are found, and whether a page of
//! a history costs more where the history is long.

mod seed;
mod text;

use std::time::{Duration, Instant};

use kamachat_client::{
    AccountId, Client, ConversationId, MessageSearch, Window, protocol::search::FoundMessage,
};
use seed::Seed;
use serde_json::json;
use text::Dice;

use crate::{
    options::SearchOptions,
    people,
    report::{Failure, Report, Surroundings},
    server::Server,
    stats::{Latencies, Summary, ratio},
};

/// Searches before anything is measured, and searches whose answer is compared with a look at every text.
const SOME: u64 = 20;
const PAGE: u32 = 50;

/// Two conversations of the same two people, the long one first.
struct Stage {
    reader: Client,
    chats: [ConversationId; 2],
    /// Messages of each.
    counts: [u64; 2],
}

pub async fn run(options: &SearchOptions) -> Result<Report, Failure> {
    let server = Server::open(&options.common).await?;
    server.pid().ok_or("the search scenario needs --binary: it writes into the server's database")?;
    let count = u64::from(options.messages);
    let (reader, chats, people) = meet(&server).await?;
    let start = Instant::now();
    let mut seed = Seed::open(&server.folder).await?;
    seed.fill(chats, people, count).await?;
    let written = start.elapsed().as_secs_f64();
    seed.indexed(Duration::from_mins(options.patience.into())).await?;
    let indexed = start.elapsed().as_secs_f64() - written;
    let stage = Stage { reader, chats, counts: [count, count / 100] };
    stage.searches(SOME, true, None).await?;
    let surroundings = Surroundings::now(&server)?;
    let start = Instant::now();
    let mut report = Report::new("search", options, &server);
    stage.measure(options, &mut report).await?;
    let operations = u64::from(options.queries) * 6;
    surroundings.record(&mut report, &server, start.elapsed().as_secs_f64(), operations)?;
    let wrong = stage.wrong().await?;
    report.set("seconds", json!({"written": ratio(written, 1.0), "indexed": ratio(indexed, 1.0)}));
    report.set("indexed_per_second", ratio(count as f64 * 1.01, indexed));
    report.set("wrong_answers", &wrong);
    report.require(wrong.is_empty());
    Ok(report)
}

/// A group of two, and their direct chat.
async fn meet(server: &Server) -> Result<(Client, [ConversationId; 2], [AccountId; 2]), Failure> {
    let mut pairs = people::pairs(&server.client, people::run_name(), 2).await?;
    let (Some(a), Some(b)) = (pairs.pop(), pairs.pop()) else { return Err("nobody is there".into()) };
    let (me, other) = (a.sender.me().await?.id, b.sender.me().await?.id);
    let request = a.sender.request_friend(other, "").await?;
    b.sender.accept_friend(request.id).await?;
    let (long, short) = (a.sender.open_direct(other).await?, a.conversation_id);
    Ok((a.sender, [long.id, short], [me, other]))
}

impl Stage {
    async fn measure(&self, options: &SearchOptions, report: &mut Report) -> Result<(), Failure> {
        let queries = u64::from(options.queries);
        let [_, short] = self.chats;
        let found = [
            ("chinese", self.searches(queries, true, None).await?),
            ("english", self.searches(queries, false, None).await?),
            ("chinese_in_short_chat", self.searches(queries, true, Some(short)).await?),
            ("english_in_short_chat", self.searches(queries, false, Some(short)).await?),
        ];
        for (name, times) in found {
            report.require(times.p95 <= options.slowest);
            report.set(&format!("{name}_ms"), times);
        }
        let [long, short] = self.pages(queries).await?;
        let times = ratio(long.p50, short.p50);
        report.set("page_of_50_ms", json!({"long": long, "short": short}));
        report.set("page_ratio", times);
        report.require(times <= options.most);
        Ok(())
    }

    async fn searches(
        &self,
        count: u64,
        chinese: bool,
        within: Option<ConversationId>,
    ) -> Result<Summary, Failure> {
        let mut times = Latencies::default();
        for number in 0..count {
            let query = text::query(number, chinese);
            let start = Instant::now();
            self.page(query, within, None).await?;
            times.add(start.elapsed());
        }
        Ok(times.summary())
    }

    /// Pages from anywhere in both histories, by turns.
    async fn pages(&self, count: u64) -> Result<[Summary; 2], Failure> {
        let (mut times, mut dice) = ([Latencies::default(), Latencies::default()], Dice::new(1));
        for _ in 0..count {
            for (at, times) in times.iter_mut().enumerate() {
                let before = 51 + dice.below(self.counts[at] - 50);
                let start = Instant::now();
                let window = Window::Before(i64::try_from(before)?);
                let page = self.reader.messages(self.chats[at], window, Some(PAGE)).await?;
                times.add(start.elapsed());
                if page.items.len() != PAGE as usize {
                    return Err(format!("{} messages before {before}", page.items.len()).into());
                }
            }
        }
        Ok(times.map(|mut times| times.summary()))
    }

    async fn page(
        &self,
        query: String,
        within: Option<ConversationId>,
        cursor: Option<String>,
    ) -> Result<(Vec<FoundMessage>, Option<String>), Failure> {
        let search = MessageSearch {
            query,
            conversation_id: within,
            cursor,
            limit: Some(PAGE),
            ..MessageSearch::default()
        };
        let page = self.reader.search_messages(&search).await?;
        Ok((page.items, page.next_cursor))
    }

    /// Queries whose answer differs from what a look at every text says: all hits of the short chat, and the newest
    /// page of everything.
    async fn wrong(&self) -> Result<Vec<String>, Failure> {
        let mut wrong = Vec::new();
        for number in 0..SOME {
            let query = text::query(number, number % 2 == 0);
            let (mut found, mut cursor) = (Vec::new(), None);
            loop {
                let (page, next) = self.page(query.clone(), Some(self.chats[1]), cursor).await?;
                found.extend(page.iter().map(|hit| hit.message.seq));
                cursor = next;
                if cursor.is_none() {
                    break;
                }
            }
            if found != self.expected(&query, false, usize::MAX) {
                wrong.push(format!("{query} in the short chat"));
            }
            let (page, _) = self.page(query.clone(), None, None).await?;
            let found: Vec<i64> = page.iter().map(|hit| hit.message.seq).collect();
            if found != self.expected(&query, true, PAGE as usize) {
                wrong.push(query);
            }
        }
        Ok(wrong)
    }

    /// The numbers of the newest messages that have it, by looking at all: of both conversations or of the short one.
    fn expected(&self, query: &str, both: bool, most: usize) -> Vec<i64> {
        let of = |number: u64| {
            let short = number.is_multiple_of(100).then_some((1, number / 100));
            let long = both.then_some((0, number));
            short.into_iter().chain(long)
        };
        let hits = (0..self.counts[0]).rev().filter(|number| both || number.is_multiple_of(100)).flat_map(of);
        let hits = hits.filter(|&(at, number)| text::is_hit(&text::message(at, number), query));
        hits.take(most).filter_map(|(_, number)| i64::try_from(number + 1).ok()).collect()
    }
}
