import type { Domains } from '../store.ts'
import type { RowsOfAccount } from './engine/rows-of-account.ts'
import { adminLogRows } from './tables/channels/admin-log.ts'
import { channelMemberRows } from './tables/channels/channel-members.ts'
import { channelRows } from './tables/channels/channels.ts'
import { creatorDepartureRows } from './tables/channels/creator-departures.ts'
import { discussedPostRows } from './tables/channels/discussed-posts.ts'
import { heardPostRows } from './tables/channels/heard-posts.ts'
import { postMarkRows } from './tables/channels/post-marks.ts'
import { postReactionRows } from './tables/channels/post-reactions.ts'
import { sendAsRows } from './tables/channels/send-as.ts'
import { slowModeRows } from './tables/channels/slow-mode.ts'
import { threadRows } from './tables/channels/threads.ts'
import { titleWordRows } from './tables/channels/title-words.ts'
import { topicRows } from './tables/channels/topics.ts'
import { autoDeleteRows } from './tables/chats/auto-delete.ts'
import { boxRows } from './tables/chats/boxes.ts'
import { ephemeralMessageRows } from './tables/chats/ephemeral-messages.ts'
import { expiringMediaRows } from './tables/chats/expiring-media.ts'
import { messageMarkRows } from './tables/chats/message-marks.ts'
import { messageSearchRows } from './tables/chats/message-search.ts'
import { messageRows } from './tables/chats/messages.ts'
import { pollRows } from './tables/chats/polls.ts'
import { protectedChatRows } from './tables/chats/protected-chats.ts'
import { reactionRows } from './tables/chats/reactions.ts'
import { readDateRows } from './tables/chats/read-dates.ts'
import { scheduledMessageRows } from './tables/chats/scheduled-messages.ts'
import { unnumberedChangeRows } from './tables/chats/unnumbered-changes.ts'
import { attachedSetRows } from './tables/files/attached-sets.ts'
import { blobRows } from './tables/files/blobs.ts'
import { documentRows } from './tables/files/documents.ts'
import { encryptedFileRows } from './tables/files/encrypted-files.ts'
import { fileObjectRows } from './tables/files/file-objects.ts'
import { fileSizeRows } from './tables/files/file-sizes.ts'
import { photoRows } from './tables/files/photos.ts'
import { stickerSetRows } from './tables/files/sticker-sets.ts'
import { uploadRows } from './tables/files/uploads.ts'
import { groupMessageRows } from './tables/groups/group-messages.ts'
import { groupRows } from './tables/groups/groups.ts'
import { inviteLinkRows } from './tables/groups/invite-links.ts'
import { attemptRows } from './tables/identity/attempts.ts'
import { authKeyRows } from './tables/identity/auth-keys.ts'
import { authorizationRows } from './tables/identity/authorizations.ts'
import { futureAuthTokenRows } from './tables/identity/future-auth-tokens.ts'
import { invitationRows } from './tables/identity/invitations.ts'
import { keyChangeRows } from './tables/identity/key-changes.ts'
import { loginCodeRows } from './tables/identity/login-codes.ts'
import { loginEmailRows } from './tables/identity/login-emails.ts'
import { loginRows } from './tables/identity/logins.ts'
import { passwordRows } from './tables/identity/passwords.ts'
import { pushDeviceRows } from './tables/identity/push-devices.ts'
import { rateBucketRows } from './tables/identity/rate-buckets.ts'
import { takeoutRows } from './tables/identity/takeouts.ts'
import { chatlistRows } from './tables/lists/chatlists.ts'
import { dialogFilterRows } from './tables/lists/dialog-filters.ts'
import { dialogMarkRows } from './tables/lists/dialog-marks.ts'
import { dialogRows } from './tables/lists/dialogs.ts'
import { draftRows } from './tables/lists/drafts.ts'
import { installedSetRows } from './tables/lists/installed-sets.ts'
import { notifySettingRows } from './tables/lists/notify-settings.ts'
import { savedDialogRows } from './tables/lists/saved-dialogs.ts'
import { savedDocumentRows } from './tables/lists/saved-documents.ts'
import { savedTagRows } from './tables/lists/saved-tags.ts'
import { stickerListRows } from './tables/lists/sticker-lists.ts'
import { accountSettingRows } from './tables/people/account-settings.ts'
import { blockRows } from './tables/people/blocks.ts'
import { botEventRows } from './tables/people/bot-events.ts'
import { botQueryRows } from './tables/people/bot-queries.ts'
import { botRows } from './tables/people/bots.ts'
import { contactRows } from './tables/people/contacts.ts'
import { gameRows } from './tables/people/games.ts'
import { peerBarRows } from './tables/people/peer-bars.ts'
import { peerPhotoRows } from './tables/people/peer-photos.ts'
import { presenceRows } from './tables/people/presence.ts'
import { privacyRows } from './tables/people/privacy.ts'
import { topPeerRows } from './tables/people/top-peers.ts'
import { usernameRows } from './tables/people/usernames.ts'
import { userRows } from './tables/people/users.ts'
import { verificationRows } from './tables/people/verifications.ts'
import { webAppRows } from './tables/people/web-apps.ts'
import { deviceQueueRows } from './tables/secret/device-queues.ts'
import { secretChatRows } from './tables/secret/secret-chats.ts'
import { leaseRows } from './tables/system/leases.ts'
import { reportRows } from './tables/system/reports.ts'
import { settingRows } from './tables/system/settings.ts'

/** What each domain says of its tables' rows when an account goes. */
export const rowsOfAccounts: { readonly [Name in keyof Domains]: RowsOfAccount } = {
  accountSettings: accountSettingRows,
  adminLog: adminLogRows,
  attempts: attemptRows,
  authKeys: authKeyRows,
  authorizations: authorizationRows,
  autoDelete: autoDeleteRows,
  blobs: blobRows,
  blocks: blockRows,
  botEvents: botEventRows,
  botQueries: botQueryRows,
  webApps: webAppRows,
  games: gameRows,
  bots: botRows,
  boxes: boxRows,
  channelMembers: channelMemberRows,
  channels: channelRows,
  discussedPosts: discussedPostRows,
  threads: threadRows,
  topics: topicRows,
  contacts: contactRows,
  // Reads what others keep.
  correspondence: {},
  chatlists: chatlistRows,
  titleWords: titleWordRows,
  creatorDepartures: creatorDepartureRows,
  deviceQueues: deviceQueueRows,
  dialogFilters: dialogFilterRows,
  dialogMarks: dialogMarkRows,
  dialogs: dialogRows,
  documents: documentRows,
  drafts: draftRows,
  encryptedFiles: encryptedFileRows,
  fileObjects: fileObjectRows,
  fileSizes: fileSizeRows,
  attachedSets: attachedSetRows,
  photos: photoRows,
  futureAuthTokens: futureAuthTokenRows,
  // The copies are found by the groups that the user was in: they go before that is forgotten.
  groupMessages: groupMessageRows,
  groups: groupRows,
  installedSets: installedSetRows,
  invitations: invitationRows,
  inviteLinks: inviteLinkRows,
  keyChanges: keyChangeRows,
  leases: leaseRows,
  loginCodes: loginCodeRows,
  loginEmails: loginEmailRows,
  logins: loginRows,
  ephemeralMessages: ephemeralMessageRows,
  expiringMedia: expiringMediaRows,
  messageMarks: messageMarkRows,
  messageSearch: messageSearchRows,
  messages: messageRows,
  notifySettings: notifySettingRows,
  passwords: passwordRows,
  peerBars: peerBarRows,
  peerPhotos: peerPhotoRows,
  polls: pollRows,
  heardPosts: heardPostRows,
  postMarks: postMarkRows,
  postReactions: postReactionRows,
  presence: presenceRows,
  privacy: privacyRows,
  protectedChats: protectedChatRows,
  pushDevices: pushDeviceRows,
  rateBuckets: rateBucketRows,
  reactions: reactionRows,
  readDates: readDateRows,
  reports: reportRows,
  savedDialogs: savedDialogRows,
  savedDocuments: savedDocumentRows,
  savedTags: savedTagRows,
  scheduledMessages: scheduledMessageRows,
  secretChats: secretChatRows,
  sendAs: sendAsRows,
  settings: settingRows,
  slowMode: slowModeRows,
  stickerLists: stickerListRows,
  stickerSets: stickerSetRows,
  takeouts: takeoutRows,
  topPeers: topPeerRows,
  unnumberedChanges: unnumberedChangeRows,
  uploads: uploadRows,
  usernames: usernameRows,
  users: userRows,
  verifications: verificationRows,
}
