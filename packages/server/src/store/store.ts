import type { AutoDeleteReads, AutoDeleteWrites } from './domain/chats/auto-delete.ts'
import type { BoxReads, BoxWrites } from './domain/chats/boxes.ts'
import type { MessageMarkReads, MessageMarkWrites } from './domain/chats/message-marks.ts'
import type { MessageSearchReads, MessageSearchWrites } from './domain/chats/message-search.ts'
import type { MessageReads, MessageWrites } from './domain/chats/messages.ts'
import type { PollReads, PollWrites } from './domain/chats/polls.ts'
import type { ProtectedChatReads, ProtectedChatWrites } from './domain/chats/protected-chats.ts'
import type { ReactionReads, ReactionWrites } from './domain/chats/reactions.ts'
import type { ReadDateReads, ReadDateWrites } from './domain/chats/read-dates.ts'
import type { ScheduledMessageReads, ScheduledMessageWrites } from './domain/chats/scheduled-messages.ts'
import type { UnnumberedChangeReads, UnnumberedChangeWrites } from './domain/chats/unnumbered-changes.ts'
import type { AttemptReads, AttemptWrites } from './domain/identity/attempts.ts'
import type { AuthKeyReads, AuthKeyWrites } from './domain/identity/auth-keys.ts'
import type { AuthorizationReads, AuthorizationWrites } from './domain/identity/authorizations.ts'
import type { FutureAuthTokenReads, FutureAuthTokenWrites } from './domain/identity/future-auth-tokens.ts'
import type { InvitationReads, InvitationWrites } from './domain/identity/invitations.ts'
import type { LoginCodeReads, LoginCodeWrites } from './domain/identity/login-codes.ts'
import type { LoginEmailReads, LoginEmailWrites } from './domain/identity/login-emails.ts'
import type { LoginReads, LoginWrites } from './domain/identity/logins.ts'
import type { PasswordReads, PasswordWrites } from './domain/identity/passwords.ts'
import type { PushDeviceReads, PushDeviceWrites } from './domain/identity/push-devices.ts'
import type { TakeoutReads, TakeoutWrites } from './domain/identity/takeouts.ts'
import type { DialogFilterReads, DialogFilterWrites } from './domain/lists/dialog-filters.ts'
import type { DialogMarkReads, DialogMarkWrites } from './domain/lists/dialog-marks.ts'
import type { DialogReads, DialogWrites } from './domain/lists/dialogs.ts'
import type { DraftReads, DraftWrites } from './domain/lists/drafts.ts'
import type { NotifySettingReads, NotifySettingWrites } from './domain/lists/notify-settings.ts'
import type { SavedDialogReads, SavedDialogWrites } from './domain/lists/saved-dialogs.ts'
import type { SavedTagReads, SavedTagWrites } from './domain/lists/saved-tags.ts'
import type { AccountSettingReads, AccountSettingWrites } from './domain/people/account-settings.ts'
import type { BlockReads, BlockWrites } from './domain/people/blocks.ts'
import type { ContactReads, ContactWrites } from './domain/people/contacts.ts'
import type { CorrespondenceReads } from './domain/people/correspondence.ts'
import type { PeerBarReads, PeerBarWrites } from './domain/people/peer-bars.ts'
import type { PresenceReads, PresenceWrites } from './domain/people/presence.ts'
import type { PrivacyReads, PrivacyWrites } from './domain/people/privacy.ts'
import type { TopPeerReads, TopPeerWrites } from './domain/people/top-peers.ts'
import type { UsernameReads, UsernameWrites } from './domain/people/usernames.ts'
import type { UserReads, UserWrites } from './domain/people/users.ts'
import type { ReportReads, ReportWrites } from './domain/system/reports.ts'
import type { SettingReads, SettingWrites } from './domain/system/settings.ts'

/**
 * The store port: everything durable, in the terms of the domain, one member for each domain.
 *
 * A new domain is a file in `domain/` and one line in `Reads` and `Transaction`; the adapters then fail to compile until
 * they serve it, and `contract/` says how they must behave.
 */
export interface Store {
  /**
   * Reads outside a transaction: each answers from a committed state, never from one still being written, and never from
   * one older than a transaction that has already resolved. Two reads may see two states.
   */
  readonly read: Reads

  /**
   * Runs one atomic unit. Resolves, or rejects with what the unit threw, only after what it saw and wrote is durable.
   *
   * The unit may be run more than once (a deadlock, a neighbour that had to be rolled back), so it must have no effect
   * but through `tx`; effects on the outside belong into `tx.onCommit`. It must not wait for anything but `tx`, and
   * should check everything before its first write.
   */
  transaction<T>(unit: (tx: Transaction) => Promise<T>): Promise<T>

  /**
   * Units that wait for their turn. Whoever brings many does well to bring no more while these are many: what waits
   * elsewhere may take less room.
   */
  readonly waiting: number

  /** Finishes the units already accepted, then releases the engine. */
  close(): Promise<void>
}

export interface Reads {
  readonly settings: SettingReads
  readonly authKeys: AuthKeyReads
  readonly authorizations: AuthorizationReads
  readonly loginCodes: LoginCodeReads
  readonly attempts: AttemptReads
  readonly users: UserReads
  readonly usernames: UsernameReads
  readonly contacts: ContactReads
  readonly boxes: BoxReads
  readonly messages: MessageReads
  readonly dialogs: DialogReads
  readonly accountSettings: AccountSettingReads
  readonly blocks: BlockReads
  readonly correspondence: CorrespondenceReads
  readonly logins: LoginReads
  readonly notifySettings: NotifySettingReads
  readonly passwords: PasswordReads
  readonly peerBars: PeerBarReads
  readonly presence: PresenceReads
  readonly privacy: PrivacyReads
  readonly reports: ReportReads
  readonly dialogMarks: DialogMarkReads
  readonly dialogFilters: DialogFilterReads
  readonly unnumberedChanges: UnnumberedChangeReads
  readonly autoDelete: AutoDeleteReads
  readonly drafts: DraftReads
  readonly messageMarks: MessageMarkReads
  readonly messageSearch: MessageSearchReads
  readonly polls: PollReads
  readonly reactions: ReactionReads
  readonly protectedChats: ProtectedChatReads
  readonly readDates: ReadDateReads
  readonly savedDialogs: SavedDialogReads
  readonly savedTags: SavedTagReads
  readonly scheduledMessages: ScheduledMessageReads
  readonly futureAuthTokens: FutureAuthTokenReads
  readonly loginEmails: LoginEmailReads
  readonly pushDevices: PushDeviceReads
  readonly takeouts: TakeoutReads
  readonly topPeers: TopPeerReads
  readonly invitations: InvitationReads

  /**
   * Never there. It keeps a `Transaction` from passing for `Reads`, and for parts of them that name it: what people are
   * shown is made of committed state, after the unit.
   */
  readonly onCommit?: undefined
}

/** Those parts of the reads that a view needs, and no transaction passes for. */
export type CommittedReads<Domain extends keyof Reads> = Pick<Reads, Domain | 'onCommit'>

export interface Transaction {
  readonly settings: SettingWrites
  readonly authKeys: AuthKeyWrites
  readonly authorizations: AuthorizationWrites
  readonly loginCodes: LoginCodeWrites
  readonly attempts: AttemptWrites
  readonly users: UserWrites
  readonly usernames: UsernameWrites
  readonly contacts: ContactWrites
  readonly boxes: BoxWrites
  readonly messages: MessageWrites
  readonly dialogs: DialogWrites
  readonly accountSettings: AccountSettingWrites
  readonly blocks: BlockWrites
  readonly correspondence: CorrespondenceReads
  readonly logins: LoginWrites
  readonly notifySettings: NotifySettingWrites
  readonly passwords: PasswordWrites
  readonly peerBars: PeerBarWrites
  readonly presence: PresenceWrites
  readonly privacy: PrivacyWrites
  readonly reports: ReportWrites
  readonly dialogMarks: DialogMarkWrites
  readonly dialogFilters: DialogFilterWrites
  readonly unnumberedChanges: UnnumberedChangeWrites
  readonly autoDelete: AutoDeleteWrites
  readonly drafts: DraftWrites
  readonly messageMarks: MessageMarkWrites
  readonly messageSearch: MessageSearchWrites
  readonly polls: PollWrites
  readonly reactions: ReactionWrites
  readonly protectedChats: ProtectedChatWrites
  readonly readDates: ReadDateWrites
  readonly savedDialogs: SavedDialogWrites
  readonly savedTags: SavedTagWrites
  readonly scheduledMessages: ScheduledMessageWrites
  readonly futureAuthTokens: FutureAuthTokenWrites
  readonly loginEmails: LoginEmailWrites
  readonly pushDevices: PushDeviceWrites
  readonly takeouts: TakeoutWrites
  readonly topPeers: TopPeerWrites
  readonly invitations: InvitationWrites

  /**
   * Has `action` run once the unit is durable, before its promise resolves, in the order in which units committed. This
   * is how pushes keep the order of `pts`. Dropped if the unit does not commit.
   */
  onCommit(action: () => void): void
}
