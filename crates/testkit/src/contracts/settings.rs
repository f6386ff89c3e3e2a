//! Settings: rows for what was chosen, defaults for the rest.

use kamachat_domain::accounts::{Settings, Theme};

use super::fixtures::{TestStore, id, registered, write};

pub async fn what_was_chosen_is_kept_and_the_rest_is_the_default(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    for (n, theme) in [Theme::Dark, Theme::Light].into_iter().enumerate() {
        write(&store, async |tx| {
            tx.settings().put_setting(ada, "theme", theme.as_str(), n as i64 + 1).await?;
            tx.settings().put_setting(ada, "of a later version", "x", 1).await
        })
        .await
        .unwrap();
        let settings = store.read().settings().settings(ada).await.unwrap();
        assert_eq!(settings, Settings { theme, ..Settings::default() });
    }
    for other in [bob, id()] {
        assert_eq!(store.read().settings().settings(other).await.unwrap(), Settings::default());
    }
}
