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
export type Contact = Schemas['Contact'];
export type ContactChange = Schemas['ContactChange'];
export type Conversation = Schemas['Conversation'];
export type DataExport = Schemas['Export'];
export type ExportLink = Schemas['ExportLink'];
export type FriendRequest = Schemas['FriendRequest'];
export type Leaving = Schemas['Leaving'];
export type Message = Schemas['Message'];
export type Person = Schemas['Person'];
/** Whether somebody is there, as far as they let it be seen. */
export type Presence = Schemas['Presence'];
export type PhoneState = Schemas['PhoneState'];
/** A person as others see them. */
export type Profile = Schemas['Profile'];
export type ProfileChange = Schemas['ProfileChange'];
export type Problem = Schemas['Problem'];
export type ServerFrame = Schemas['ServerFrame'];
export type Settings = Schemas['Settings'];
export type SettingsChange = Schemas['SettingsChange'];
export type SmsCodeSent = Schemas['SmsCodeSent'];
export type TotpEnrolment = Schemas['TotpEnrolment'];
export type TotpState = Schemas['TotpState'];
