import type { AdminLogReads, AdminLogWrites } from './domain/channels/admin-log.ts'
import type { ChannelMemberReads, ChannelMemberWrites } from './domain/channels/channel-members.ts'
import type { ChannelReads, ChannelWrites } from './domain/channels/channels.ts'
import type { CreatorDepartureReads, CreatorDepartureWrites } from './domain/channels/creator-departures.ts'
import type { DiscussedPostReads, DiscussedPostWrites } from './domain/channels/discussed-posts.ts'
import type { HeardPostReads, HeardPostWrites } from './domain/channels/heard-posts.ts'
import type { PostMarkReads, PostMarkWrites } from './domain/channels/post-marks.ts'
import type { PostReactionReads, PostReactionWrites } from './domain/channels/post-reactions.ts'
import type { SendAsReads, SendAsWrites } from './domain/channels/send-as.ts'
import type { SlowModeReads, SlowModeWrites } from './domain/channels/slow-mode.ts'
import type { ThreadReads, ThreadWrites } from './domain/channels/threads.ts'
import type { TitleWordReads, TitleWordWrites } from './domain/channels/title-words.ts'
import type { TopicReads, TopicWrites } from './domain/channels/topics.ts'
import type { AutoDeleteReads, AutoDeleteWrites } from './domain/chats/auto-delete.ts'
import type { BoxReads, BoxWrites } from './domain/chats/boxes.ts'
import type { EphemeralMessageReads, EphemeralMessageWrites } from './domain/chats/ephemeral-messages.ts'
import type { ExpiringMediaReads, ExpiringMediaWrites } from './domain/chats/expiring-media.ts'
import type { MessageMarkReads, MessageMarkWrites } from './domain/chats/message-marks.ts'
import type { MessageSearchReads, MessageSearchWrites } from './domain/chats/message-search.ts'
import type { MessageReads, MessageWrites } from './domain/chats/messages.ts'
import type { PollReads, PollWrites } from './domain/chats/polls.ts'
import type { ProtectedChatReads, ProtectedChatWrites } from './domain/chats/protected-chats.ts'
import type { ReactionReads, ReactionWrites } from './domain/chats/reactions.ts'
import type { ReadDateReads, ReadDateWrites } from './domain/chats/read-dates.ts'
import type { ScheduledMessageReads, ScheduledMessageWrites } from './domain/chats/scheduled-messages.ts'
import type { UnnumberedChangeReads, UnnumberedChangeWrites } from './domain/chats/unnumbered-changes.ts'
import type { AttachedSetReads, AttachedSetWrites } from './domain/files/attached-sets.ts'
import type { BlobReads, BlobWrites } from './domain/files/blobs.ts'
import type { DocumentReads, DocumentWrites } from './domain/files/documents.ts'
import type { EncryptedFileReads, EncryptedFileWrites } from './domain/files/encrypted-files.ts'
import type { FileObjectReads, FileObjectWrites } from './domain/files/file-objects.ts'
import type { FileSizeReads, FileSizeWrites } from './domain/files/file-sizes.ts'
import type { PhotoReads, PhotoWrites } from './domain/files/photos.ts'
import type { StickerSetReads, StickerSetWrites } from './domain/files/sticker-sets.ts'
import type { UploadReads, UploadWrites } from './domain/files/uploads.ts'
import type { GroupMessageReads, GroupMessageWrites } from './domain/groups/group-messages.ts'
import type { GroupReads, GroupWrites } from './domain/groups/groups.ts'
import type { InviteLinkReads, InviteLinkWrites } from './domain/groups/invite-links.ts'
import type { AttemptReads, AttemptWrites } from './domain/identity/attempts.ts'
import type { AuthKeyReads, AuthKeyWrites } from './domain/identity/auth-keys.ts'
import type { AuthorizationReads, AuthorizationWrites } from './domain/identity/authorizations.ts'
import type { FutureAuthTokenReads, FutureAuthTokenWrites } from './domain/identity/future-auth-tokens.ts'
import type { InvitationReads, InvitationWrites } from './domain/identity/invitations.ts'
import type { KeyChangeReads, KeyChangeWrites } from './domain/identity/key-changes.ts'
import type { LoginCodeReads, LoginCodeWrites } from './domain/identity/login-codes.ts'
import type { LoginEmailReads, LoginEmailWrites } from './domain/identity/login-emails.ts'
import type { LoginReads, LoginWrites } from './domain/identity/logins.ts'
import type { PasswordReads, PasswordWrites } from './domain/identity/passwords.ts'
import type { PushDeviceReads, PushDeviceWrites } from './domain/identity/push-devices.ts'
import type { RateBucketReads, RateBucketWrites } from './domain/identity/rate-buckets.ts'
import type { TakeoutReads, TakeoutWrites } from './domain/identity/takeouts.ts'
import type { ChatlistReads, ChatlistWrites } from './domain/lists/chatlists.ts'
import type { DialogFilterReads, DialogFilterWrites } from './domain/lists/dialog-filters.ts'
import type { DialogMarkReads, DialogMarkWrites } from './domain/lists/dialog-marks.ts'
import type { DialogReads, DialogWrites } from './domain/lists/dialogs.ts'
import type { DraftReads, DraftWrites } from './domain/lists/drafts.ts'
import type { InstalledSetReads, InstalledSetWrites } from './domain/lists/installed-sets.ts'
import type { NotifySettingReads, NotifySettingWrites } from './domain/lists/notify-settings.ts'
import type { SavedDialogReads, SavedDialogWrites } from './domain/lists/saved-dialogs.ts'
import type { SavedDocumentReads, SavedDocumentWrites } from './domain/lists/saved-documents.ts'
import type { SavedTagReads, SavedTagWrites } from './domain/lists/saved-tags.ts'
import type { StickerListReads, StickerListWrites } from './domain/lists/sticker-lists.ts'
import type { AccountSettingReads, AccountSettingWrites } from './domain/people/account-settings.ts'
import type { BlockReads, BlockWrites } from './domain/people/blocks.ts'
import type { BotEventReads, BotEventWrites } from './domain/people/bot-events.ts'
import type { BotQueryReads, BotQueryWrites } from './domain/people/bot-queries.ts'
import type { BotReads, BotWrites } from './domain/people/bots.ts'
import type { ContactReads, ContactWrites } from './domain/people/contacts.ts'
import type { CorrespondenceReads } from './domain/people/correspondence.ts'
import type { GameReads, GameWrites } from './domain/people/games.ts'
import type { PeerBarReads, PeerBarWrites } from './domain/people/peer-bars.ts'
import type { PeerPhotoReads, PeerPhotoWrites } from './domain/people/peer-photos.ts'
import type { PresenceReads, PresenceWrites } from './domain/people/presence.ts'
import type { PrivacyReads, PrivacyWrites } from './domain/people/privacy.ts'
import type { TopPeerReads, TopPeerWrites } from './domain/people/top-peers.ts'
import type { UsernameReads, UsernameWrites } from './domain/people/usernames.ts'
import type { UserReads, UserWrites } from './domain/people/users.ts'
import type { VerificationReads, VerificationWrites } from './domain/people/verifications.ts'
import type { WebAppReads, WebAppWrites } from './domain/people/web-apps.ts'
import type { DeviceQueueReads, DeviceQueueWrites } from './domain/secret/device-queues.ts'
import type { SecretChatReads, SecretChatWrites } from './domain/secret/secret-chats.ts'
import type { LeaseReads, LeaseWrites } from './domain/system/leases.ts'
import type { ReportReads, ReportWrites } from './domain/system/reports.ts'
import type { SettingReads, SettingWrites } from './domain/system/settings.ts'

/**
 * The store port: everything durable, in the terms of the domain, one member for each domain.
 *
 * A new domain is a file in `domain/` and one line in `Domains`; ARCHITECTURE.md shows the way from there.
 */
export interface Store {
  /**
   * Reads outside a transaction: each answers from a committed state, never from one still being written, and never from
   * one older than a transaction that has already resolved. Two reads may see two states.
   */
  readonly read: Reads

  /**
   * Reads from one moment, for an answer that is put together from several reads that must agree: none of them sees what
   * was committed after the first, and all see every transaction that had resolved when this was called. Resolves with
   * what `unit` gives. It should wait for nothing but `read`, and keeps `read` no longer than it runs: an engine holds on
   * to a moment for a bounded time, and fails with `EXPIRED` after that.
   */
  snapshot<T>(unit: (read: Reads) => Promise<T>): Promise<T>

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

/**
 * Every domain, by the name of its member in `Reads` and `Transaction`: what it answers, and what it changes besides. This is
 * the one list; the adapters fail to compile until they serve what it names, and `contract/` says how they must behave.
 */
export interface Domains {
  // identity/
  readonly attempts: Domain<AttemptReads, AttemptWrites>
  readonly authKeys: Domain<AuthKeyReads, AuthKeyWrites>
  readonly authorizations: Domain<AuthorizationReads, AuthorizationWrites>
  readonly futureAuthTokens: Domain<FutureAuthTokenReads, FutureAuthTokenWrites>
  readonly invitations: Domain<InvitationReads, InvitationWrites>
  readonly keyChanges: Domain<KeyChangeReads, KeyChangeWrites>
  readonly loginCodes: Domain<LoginCodeReads, LoginCodeWrites>
  readonly loginEmails: Domain<LoginEmailReads, LoginEmailWrites>
  readonly logins: Domain<LoginReads, LoginWrites>
  readonly passwords: Domain<PasswordReads, PasswordWrites>
  readonly pushDevices: Domain<PushDeviceReads, PushDeviceWrites>
  readonly rateBuckets: Domain<RateBucketReads, RateBucketWrites>
  readonly takeouts: Domain<TakeoutReads, TakeoutWrites>
  // people/
  readonly accountSettings: Domain<AccountSettingReads, AccountSettingWrites>
  readonly blocks: Domain<BlockReads, BlockWrites>
  readonly botEvents: Domain<BotEventReads, BotEventWrites>
  readonly botQueries: Domain<BotQueryReads, BotQueryWrites>
  readonly bots: Domain<BotReads, BotWrites>
  readonly contacts: Domain<ContactReads, ContactWrites>
  readonly correspondence: Domain<CorrespondenceReads, CorrespondenceReads>
  readonly games: Domain<GameReads, GameWrites>
  readonly peerBars: Domain<PeerBarReads, PeerBarWrites>
  readonly peerPhotos: Domain<PeerPhotoReads, PeerPhotoWrites>
  readonly presence: Domain<PresenceReads, PresenceWrites>
  readonly privacy: Domain<PrivacyReads, PrivacyWrites>
  readonly topPeers: Domain<TopPeerReads, TopPeerWrites>
  readonly usernames: Domain<UsernameReads, UsernameWrites>
  readonly users: Domain<UserReads, UserWrites>
  readonly verifications: Domain<VerificationReads, VerificationWrites>
  readonly webApps: Domain<WebAppReads, WebAppWrites>
  // chats/
  readonly autoDelete: Domain<AutoDeleteReads, AutoDeleteWrites>
  readonly boxes: Domain<BoxReads, BoxWrites>
  readonly ephemeralMessages: Domain<EphemeralMessageReads, EphemeralMessageWrites>
  readonly expiringMedia: Domain<ExpiringMediaReads, ExpiringMediaWrites>
  readonly messageMarks: Domain<MessageMarkReads, MessageMarkWrites>
  readonly messageSearch: Domain<MessageSearchReads, MessageSearchWrites>
  readonly messages: Domain<MessageReads, MessageWrites>
  readonly polls: Domain<PollReads, PollWrites>
  readonly protectedChats: Domain<ProtectedChatReads, ProtectedChatWrites>
  readonly reactions: Domain<ReactionReads, ReactionWrites>
  readonly readDates: Domain<ReadDateReads, ReadDateWrites>
  readonly scheduledMessages: Domain<ScheduledMessageReads, ScheduledMessageWrites>
  readonly unnumberedChanges: Domain<UnnumberedChangeReads, UnnumberedChangeWrites>
  // channels/
  readonly adminLog: Domain<AdminLogReads, AdminLogWrites>
  readonly channelMembers: Domain<ChannelMemberReads, ChannelMemberWrites>
  readonly channels: Domain<ChannelReads, ChannelWrites>
  readonly discussedPosts: Domain<DiscussedPostReads, DiscussedPostWrites>
  readonly threads: Domain<ThreadReads, ThreadWrites>
  readonly topics: Domain<TopicReads, TopicWrites>
  readonly titleWords: Domain<TitleWordReads, TitleWordWrites>
  readonly heardPosts: Domain<HeardPostReads, HeardPostWrites>
  readonly postMarks: Domain<PostMarkReads, PostMarkWrites>
  readonly postReactions: Domain<PostReactionReads, PostReactionWrites>
  readonly creatorDepartures: Domain<CreatorDepartureReads, CreatorDepartureWrites>
  readonly slowMode: Domain<SlowModeReads, SlowModeWrites>
  readonly sendAs: Domain<SendAsReads, SendAsWrites>
  // files/
  readonly blobs: Domain<BlobReads, BlobWrites>
  readonly documents: Domain<DocumentReads, DocumentWrites>
  readonly encryptedFiles: Domain<EncryptedFileReads, EncryptedFileWrites>
  readonly fileObjects: Domain<FileObjectReads, FileObjectWrites>
  readonly fileSizes: Domain<FileSizeReads, FileSizeWrites>
  readonly attachedSets: Domain<AttachedSetReads, AttachedSetWrites>
  readonly photos: Domain<PhotoReads, PhotoWrites>
  readonly stickerSets: Domain<StickerSetReads, StickerSetWrites>
  readonly uploads: Domain<UploadReads, UploadWrites>
  // groups/
  readonly groupMessages: Domain<GroupMessageReads, GroupMessageWrites>
  readonly groups: Domain<GroupReads, GroupWrites>
  readonly inviteLinks: Domain<InviteLinkReads, InviteLinkWrites>
  // lists/
  readonly chatlists: Domain<ChatlistReads, ChatlistWrites>
  readonly dialogFilters: Domain<DialogFilterReads, DialogFilterWrites>
  readonly dialogMarks: Domain<DialogMarkReads, DialogMarkWrites>
  readonly dialogs: Domain<DialogReads, DialogWrites>
  readonly drafts: Domain<DraftReads, DraftWrites>
  readonly installedSets: Domain<InstalledSetReads, InstalledSetWrites>
  readonly notifySettings: Domain<NotifySettingReads, NotifySettingWrites>
  readonly savedDialogs: Domain<SavedDialogReads, SavedDialogWrites>
  readonly savedDocuments: Domain<SavedDocumentReads, SavedDocumentWrites>
  readonly savedTags: Domain<SavedTagReads, SavedTagWrites>
  readonly stickerLists: Domain<StickerListReads, StickerListWrites>
  // secret/
  readonly deviceQueues: Domain<DeviceQueueReads, DeviceQueueWrites>
  readonly secretChats: Domain<SecretChatReads, SecretChatWrites>
  // system/
  readonly leases: Domain<LeaseReads, LeaseWrites>
  readonly reports: Domain<ReportReads, ReportWrites>
  readonly settings: Domain<SettingReads, SettingWrites>
}

interface Domain<Reads, Writes extends Reads> {
  readonly reads: Reads
  readonly writes: Writes
}

type AllReads = { readonly [Name in keyof Domains]: Domains[Name]['reads'] }
type AllWrites = { readonly [Name in keyof Domains]: Domains[Name]['writes'] }

export interface Reads extends AllReads {
  /**
   * Never there. It keeps a `Transaction` from passing for `Reads`, and for parts of them that name it: what people are
   * shown is made of committed state, after the unit.
   */
  readonly onCommit?: undefined
}

/** Those parts of the reads that a view needs, and no transaction passes for. */
export type CommittedReads<Domain extends keyof Reads> = Pick<Reads, Domain | 'onCommit'>

export interface Transaction extends AllWrites {
  /**
   * Has `action` run once the unit is durable, before its promise resolves, in the order in which units committed. This
   * is how pushes keep the order of `pts`. Dropped if the unit does not commit.
   */
  onCommit(action: () => void): void
}
