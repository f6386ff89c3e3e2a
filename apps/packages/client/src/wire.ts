/** Names for the wire types that the OpenAPI document generates (`scripts/build` keeps them fresh). */
import type { components } from './generated/api';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type AuthPolicy = Schemas['AuthPolicy'];
export type AuthSession = Schemas['AuthSession'];
/** One sign-in on one device. */
export type SignInSession = Schemas['Session'];
export type ClientFrame = Schemas['ClientFrame'];
export type CodePurpose = Schemas['CodePurpose'];
export type BlockedPerson = Schemas['BlockedPerson'];
/** What is told to whoever runs the server. */
export type NewReport = Schemas['NewReport'];
export type Report = Schemas['Report'];
export type ReportReason = Schemas['ReportReason'];
export type ReportTarget = Schemas['ReportTarget'];
export type Contact = Schemas['Contact'];
export type ContactChange = Schemas['ContactChange'];
export type Conversation = Schemas['Conversation'];
export type ConversationChange = Schemas['ConversationChange'];
export type ConversationSettings = Schemas['ConversationSettings'];
export type DataExport = Schemas['Export'];
export type ExportLink = Schemas['ExportLink'];
/** A text that a message had before. */
export type EarlierText = Schemas['EarlierText'];
export type FoundMessage = Schemas['FoundMessage'];
export type FoundPeople = Schemas['FoundPeople'];
export type FoundPerson = Schemas['FoundPerson'];
export type FriendRequest = Schemas['FriendRequest'];
export type Leaving = Schemas['Leaving'];
export type AddedMembers = Schemas['AddedMembers'];
/** A group as its members see it; `me` is the caller in it. */
export type Group = Schemas['Group'];
export type GroupBrief = Schemas['GroupBrief'];
/** A group as those see it who are not in it. */
export type GroupCard = Schemas['GroupCard'];
export type GroupChange = Schemas['GroupChange'];
export type GroupEventKind = Schemas['GroupEventKind'];
export type GroupInvite = Schemas['GroupInvite'];
export type GroupMember = Schemas['GroupMember'];
export type GroupRequest = Schemas['GroupRequest'];
export type HistoryPolicy = Schemas['HistoryPolicy'];
export type JoinPolicy = Schemas['JoinPolicy'];
export type JoinResult = Schemas['JoinResult'];
export type MemberChange = Schemas['MemberChange'];
export type Mentions = Schemas['Mentions'];
export type Message = Schemas['Message'];
export type PinnedMessage = Schemas['PinnedMessage'];
export type Person = Schemas['Person'];
/** Whether somebody is there, as far as they let it be seen. */
export type Presence = Schemas['Presence'];
export type PhoneState = Schemas['PhoneState'];
export type ForwardMessages = Schemas['ForwardMessages'];
export type ForwardedMessages = Schemas['ForwardedMessages'];
export type MergedMessage = Schemas['MergedMessage'];
export type MessageReaders = Schemas['MessageReaders'];
export type NewGroupInvite = Schemas['NewGroupInvite'];
export type NewInvite = Schemas['NewInvite'];
/** A person as others see them. */
export type Profile = Schemas['Profile'];
export type ProfileChange = Schemas['ProfileChange'];
export type Quote = Schemas['Quote'];
export type Problem = Schemas['Problem'];
export type Reaction = Schemas['Reaction'];
export type Role = Schemas['Role'];
export type ServerFrame = Schemas['ServerFrame'];
export type Settings = Schemas['Settings'];
export type SettingsChange = Schemas['SettingsChange'];
export type SmsCodeSent = Schemas['SmsCodeSent'];
/** A part of a text, as strings are cut. */
export type TextRange = Schemas['TextRange'];
export type TotpEnrolment = Schemas['TotpEnrolment'];
export type TotpState = Schemas['TotpState'];
export type Who = Schemas['Who'];
