//! The store's contracts on each database: SQLite always, the servers when they are there.

macro_rules! contracts_on {
    ($($engine:ident as $module:ident),+ => $list:tt) => {
        $( contracts_on!(@engine $engine $module $list); )+
    };
    (@engine $engine:ident $module:ident { $($feature:ident: $($name:ident)+;)+ }) => {
        mod $module {
            $(
                mod $feature {
                    use std::sync::Arc;
                    use kamachat_testkit::{contracts, databases};
                    $(
                        #[tokio::test]
                        async fn $name() {
                            let contract = |store| contracts::$feature::$name(Arc::new(store));
                            databases::on(databases::Engine::$engine, contract).await;
                        }
                    )+
                }
            )+
        }
    };
}

contracts_on! { Sqlite as sqlite, MariaDb as mariadb, Postgres as postgres => {
    accounts:
        an_account_is_found_by_its_id_its_name_and_its_address
        many_accounts_are_found_at_once_whatever_is_asked_twice
        a_name_belongs_to_one_account_only
        letters_that_only_look_alike_are_different
        every_script_and_every_role_and_state_survives
        two_first_registrations_wait_for_each_other
        role_status_and_password_are_stored_and_nothing_else_changes
        a_password_is_replaced_where_it_still_is_the_old_one
        what_a_person_tells_is_kept_and_cleared
        a_picture_is_found_by_its_version_while_it_is_shown;
    codes:
        a_phone_number_finds_its_account_and_belongs_to_one_only
        an_account_without_a_password_gets_one
        the_newest_challenge_of_a_slot_is_the_only_open_one
        what_was_sent_is_counted_by_target_and_in_all
        fifty_answers_at_once_get_five_tries
        those_who_send_wait_for_each_other;
    invites:
        a_code_is_good_until_its_time_and_its_number
        the_last_use_of_a_code_is_given_once
        a_use_that_is_rolled_back_is_given_back;
    sessions:
        a_session_is_found_by_id_and_by_its_refresh_token
        a_refresh_token_is_exchanged_by_the_first_who_comes
        a_used_refresh_token_is_remembered
        an_ended_session_stays_ended_at_its_first_end_and_rotates_no_more
        sessions_that_are_over_are_told_from_those_that_are_not
        live_sessions_are_listed_newest_first_and_page_by_page
        a_device_is_named_and_seen_and_time_does_not_go_back
        all_sessions_of_an_account_end_at_once_but_the_one_to_keep
        a_session_is_raised_by_more_proof;
    second_factor:
        a_factor_is_replaced_and_goes_with_its_recovery_codes
        a_step_is_taken_by_the_first_who_comes
        a_recovery_code_gets_in_once;
    emails:
        many_claim_an_address_and_one_verifies_it
        two_who_verify_an_address_at_once_are_one
        a_link_is_found_by_its_hash_and_used_once
        links_end_by_account_and_purpose_and_are_counted_by_address;
    external:
        a_person_of_another_system_has_one_account
        an_identity_that_is_taken_leaves_no_account_behind;
    presence:
        what_decides_about_presence_is_read_for_many_at_once
        when_somebody_was_seen_does_not_go_back;
    settings:
        what_was_chosen_is_kept_and_the_rest_is_the_default;
    leaving:
        an_erased_account_is_a_row_without_a_person
        a_purge_that_is_cut_off_anywhere_goes_on_where_it_was
        a_wish_that_was_taken_back_erases_nothing
        an_archive_is_found_by_its_link_while_it_has_one;
    contacts:
        a_contact_is_one_sided_and_added_once
        the_list_of_contacts_goes_on_where_a_page_ended
        a_pair_has_one_pending_request_whichever_way
        only_the_receiver_finds_a_request_and_its_decision_is_kept
        decisions_about_one_request_wait_for_each_other
        requests_of_both_directions_are_listed_newest_first
        what_is_noted_about_a_contact_is_kept_and_goes_with_it
        only_the_sender_finds_what_he_sent;
    blocks:
        a_block_has_a_side_and_is_there_once
        those_apart_are_found_whoever_blocks
        the_list_of_blocks_goes_on_where_a_page_ended
        requests_of_blocked_people_are_out_of_sight_for_the_blocker_only;
    conversations:
        a_pair_has_one_direct_chat
        only_an_active_member_finds_a_conversation
        the_list_goes_from_the_newest_activity_on_where_a_page_ended
        the_other_side_of_direct_chats_is_known
        many_heads_are_locked_in_order_and_saved_as_given
        many_memberships_are_locked_and_saved_as_given
        heads_that_changed_since_a_time_are_found_oldest_change_first
        nobody_has_the_members_of_a_conversation_that_is_not_there
        of_many_members_those_asked_for_are_found_and_no_others
        receipts_are_shown_or_not_in_all_conversations_of_an_account;
    arranging:
        what_a_member_chose_is_kept_and_nobody_elses_changes
        what_is_silent_or_out_of_the_list_is_not_in_the_total;
    groups:
        everything_about_a_group_is_kept_and_changed
        everything_about_a_member_is_kept
        the_roster_goes_by_role_and_joining_on_where_a_page_ended
        people_of_a_group_are_found_by_any_of_their_names
        groups_that_want_to_be_found_are_found_the_largest_first
        a_person_has_one_pending_request_for_a_group
        an_invitation_is_good_until_its_time_its_number_and_its_end
        invitations_end_with_the_right_of_their_maker
        the_last_use_of_an_invitation_is_given_once;
    groups_ledger:
        who_may_not_send_is_refused_and_the_rest_of_the_batch_is_stored
        a_message_of_the_server_comes_back_and_is_not_unread
        many_who_join_and_leave_at_once_are_all_counted;
    messages:
        a_window_is_read_from_either_end
        many_messages_are_stored_and_found_by_their_keys
        what_was_sent_on_is_stored_as_it_was
        a_number_an_id_and_a_senders_key_are_taken_once
        every_text_comes_back_as_it_was_sent
        countable_messages_are_counted
        a_message_that_cannot_be_stored_is_kept_for_the_operator;
    changes:
        a_changed_message_comes_back_with_everything_that_happened_to_it
        changes_are_read_by_their_number_from_any_on
        earlier_texts_reactions_and_pins_go_with_what_they_belong_to
        reactions_are_found_by_message_by_emoji_and_by_person
        what_somebody_deleted_for_himself_is_hidden_from_him_alone
        a_cleared_history_stays_cleared_for_fan_out_too
        many_who_change_a_message_at_once_are_all_counted;
    feed:
        events_are_numbered_from_one_and_read_from_any_number
        two_who_append_at_once_get_numbers_without_a_hole
        nobody_has_a_feed_without_an_account
        an_event_that_is_rolled_back_leaves_no_hole;
    jobs:
        a_job_is_done_once_and_its_payload_is_gone
        a_rolled_back_job_never_was
        a_failing_job_pauses_is_given_up_and_begins_anew_when_revived
        a_job_whose_runner_died_is_begun_again_when_its_time_is_over
        many_runners_share_the_work;
    transactions:
        what_is_not_committed_is_gone_and_nobody_saw_it
        what_is_committed_is_seen_by_the_next_read
        an_error_in_a_transaction_leaves_the_store_usable
        writers_of_one_conversation_get_dense_numbers
        writers_of_the_same_conversations_do_not_block_each_other_for_ever
        the_databases_time_does_not_run_backwards;
    unread:
        the_total_is_what_counting_every_message_gives;
    ledger:
        a_batch_gets_dense_numbers_in_its_order
        a_retry_is_recognised_and_another_text_under_its_key_is_refused
        who_is_no_member_is_refused_and_the_rest_of_the_batch_is_stored
        two_writers_that_race_store_each_message_once
        unread_is_exact_while_both_write_and_read
        what_is_settled_is_answered_and_published_once;
} }
