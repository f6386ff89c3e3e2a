//! Who may do what to whom in a group.

use kamachat_domain::{
    Timestamp,
    conversations::{Role, Who},
    groups::{Group, GroupAct, GroupInfo, GroupName, outranks},
};
use uuid::Uuid;

/// The whole table: role by role by act.
#[test]
fn the_table_of_rights_is_what_it_is_meant_to_be() {
    let name = GroupName::parse("a group").unwrap_or_else(|_| unreachable!("a good name"));
    let id = Uuid::from_u128(1);
    let (group, _) = Group::create(id.into(), name, id.into(), 9, Timestamp::UNIX_EPOCH);
    let all = [Role::Member, Role::Admin, Role::Owner];
    let whos = [Who::Everyone, Who::Admins, Who::Owner];
    for (invite, pin, mention_all) in
        whos.iter().flat_map(|a| whos.iter().flat_map(|b| whos.iter().map(|c| (*a, *b, *c))))
    {
        let info = GroupInfo { invite, pin, mention_all, ..group.info.clone() };
        for actor in all {
            for act in GroupAct::ALL {
                let may = match act {
                    GroupAct::Invite => invite.includes(actor),
                    GroupAct::Pin => pin.includes(actor),
                    GroupAct::MentionAll => mention_all.includes(actor),
                    GroupAct::EditProfile
                    | GroupAct::Moderate
                    | GroupAct::Admit
                    | GroupAct::Silence
                    | GroupAct::Remove
                    | GroupAct::Ban
                    | GroupAct::Unban
                    | GroupAct::Recall
                    | GroupAct::SetAlias => actor != Role::Member,
                    GroupAct::EditPolicy | GroupAct::ChangeRole | GroupAct::Transfer | GroupAct::Dissolve => {
                        actor == Role::Owner
                    }
                };
                assert_eq!(info.permits(actor, act), may, "{actor:?} {act:?}");
                for target in all {
                    let below = matches!(
                        (actor, target),
                        (Role::Owner, Role::Admin | Role::Member) | (Role::Admin, Role::Member)
                    );
                    assert_eq!(outranks(actor, target), below);
                    assert_eq!(
                        info.permits_on(actor, act, target),
                        may && below,
                        "{actor:?} {act:?} {target:?}"
                    );
                    for granted in all {
                        let may = actor == Role::Owner && target != Role::Owner && granted != Role::Owner;
                        assert_eq!(info.permits_grant(actor, target, granted), may);
                    }
                }
            }
        }
    }
}
