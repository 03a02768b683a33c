import type { Connection } from './engine/connection.ts'
import type { Repositories } from './engine/group-commit.ts'
import { rowsOfAccounts } from './rows-of-accounts.ts'
import { createAdminLog } from './tables/channels/admin-log.ts'
import { createChannelMembers } from './tables/channels/channel-members.ts'
import { createChannels } from './tables/channels/channels.ts'
import { createCreatorDepartures } from './tables/channels/creator-departures.ts'
import { createDiscussedPosts } from './tables/channels/discussed-posts.ts'
import { createChannelEraser } from './tables/channels/erase-channel.ts'
import { createHeardPosts } from './tables/channels/heard-posts.ts'
import { createPostMarks } from './tables/channels/post-marks.ts'
import { createPostReactions } from './tables/channels/post-reactions.ts'
import { createSendAs } from './tables/channels/send-as.ts'
import { createSlowMode } from './tables/channels/slow-mode.ts'
import { createThreads } from './tables/channels/threads.ts'
import { createTitleWords } from './tables/channels/title-words.ts'
import { createTopics } from './tables/channels/topics.ts'
import type { ArrivedMessages } from './tables/chats/arrived-messages.ts'
import { createAutoDelete } from './tables/chats/auto-delete.ts'
import { createBoxes } from './tables/chats/boxes.ts'
import { createEphemeralMessages } from './tables/chats/ephemeral-messages.ts'
import { createExpiringMedia } from './tables/chats/expiring-media.ts'
import { createMessageMarks } from './tables/chats/message-marks.ts'
import { createMessageSearch } from './tables/chats/message-search.ts'
import { createMessages } from './tables/chats/messages.ts'
import { createPolls } from './tables/chats/polls.ts'
import { createProtectedChats } from './tables/chats/protected-chats.ts'
import { createReactions } from './tables/chats/reactions.ts'
import { createReadDates } from './tables/chats/read-dates.ts'
import { createScheduledMessages } from './tables/chats/scheduled-messages.ts'
import { createUnnumberedChanges } from './tables/chats/unnumbered-changes.ts'
import { createAttachedSets } from './tables/files/attached-sets.ts'
import { createBlobs } from './tables/files/blobs.ts'
import { createDocuments } from './tables/files/documents.ts'
import { createEncryptedFiles } from './tables/files/encrypted-files.ts'
import { createFileObjects } from './tables/files/file-objects.ts'
import { createFileSizes } from './tables/files/file-sizes.ts'
import { createPhotos } from './tables/files/photos.ts'

import { createStickerSets } from './tables/files/sticker-sets.ts'

import { createUploads } from './tables/files/uploads.ts'
import { createGroupMessages } from './tables/groups/group-messages.ts'
import { createGroups } from './tables/groups/groups.ts'
import { createInviteLinks } from './tables/groups/invite-links.ts'
import { createAttempts } from './tables/identity/attempts.ts'
import { createAuthKeys } from './tables/identity/auth-keys.ts'
import { createAuthorizations } from './tables/identity/authorizations.ts'
import { createFutureAuthTokens } from './tables/identity/future-auth-tokens.ts'
import { createInvitations } from './tables/identity/invitations.ts'
import { createKeyChanges } from './tables/identity/key-changes.ts'
import { createLoginCodes } from './tables/identity/login-codes.ts'
import { createLoginEmails } from './tables/identity/login-emails.ts'
import { createLogins } from './tables/identity/logins.ts'
import { createPasswords } from './tables/identity/passwords.ts'
import { createPushDevices } from './tables/identity/push-devices.ts'
import { createRateBuckets } from './tables/identity/rate-buckets.ts'
import { createTakeouts } from './tables/identity/takeouts.ts'
import { createChatlists } from './tables/lists/chatlists.ts'
import { createDialogFilters } from './tables/lists/dialog-filters.ts'
import { createDialogMarks } from './tables/lists/dialog-marks.ts'
import { createDialogs } from './tables/lists/dialogs.ts'
import { createDrafts } from './tables/lists/drafts.ts'
import { createInstalledSets } from './tables/lists/installed-sets.ts'
import { createNotifySettings } from './tables/lists/notify-settings.ts'
import { createSavedDialogs } from './tables/lists/saved-dialogs.ts'
import { createSavedDocuments } from './tables/lists/saved-documents.ts'
import { createSavedTags } from './tables/lists/saved-tags.ts'
import { createStickerLists } from './tables/lists/sticker-lists.ts'
import { createAccountSettings } from './tables/people/account-settings.ts'
import { createBlocks } from './tables/people/blocks.ts'
import { createBotEvents } from './tables/people/bot-events.ts'
import { createBotQueries } from './tables/people/bot-queries.ts'
import { createBots } from './tables/people/bots.ts'
import { createContacts } from './tables/people/contacts.ts'
import { createCorrespondence } from './tables/people/correspondence.ts'
import { createEraser } from './tables/people/erase.ts'
import { createGames } from './tables/people/games.ts'
import { createPeerBars } from './tables/people/peer-bars.ts'
import { createPeerPhotos } from './tables/people/peer-photos.ts'
import { createPresence } from './tables/people/presence.ts'
import { createPrivacy } from './tables/people/privacy.ts'
import { createTopPeers } from './tables/people/top-peers.ts'
import { createUsernames } from './tables/people/usernames.ts'
import { createUsers } from './tables/people/users.ts'
import { createVerifications } from './tables/people/verifications.ts'
import { createWebApps } from './tables/people/web-apps.ts'
import { createDeviceQueues } from './tables/secret/device-queues.ts'
import { createSecretChats } from './tables/secret/secret-chats.ts'
import { createLeases } from './tables/system/leases.ts'
import { createReports } from './tables/system/reports.ts'
import { createSettings } from './tables/system/settings.ts'

/** One line for each domain of the port. */
export function createRepositories(connection: Connection, arrived: ArrivedMessages): Repositories {
  const dialogs = createDialogs(connection)
  const correspondence = createCorrespondence(connection)
  return {
    settings: createSettings(connection),
    authKeys: createAuthKeys(connection),
    authorizations: createAuthorizations(connection),
    loginCodes: createLoginCodes(connection),
    attempts: createAttempts(connection),
    users: createUsers(connection, arrived, correspondence, createEraser(connection, rowsOfAccounts)),
    usernames: createUsernames(connection),
    contacts: createContacts(connection),
    boxes: createBoxes(connection, arrived),
    messages: createMessages(connection, arrived),
    dialogs,
    adminLog: createAdminLog(connection),
    channels: createChannels(connection, arrived, createChannelEraser(connection, rowsOfAccounts)),
    titleWords: createTitleWords(connection),
    creatorDepartures: createCreatorDepartures(connection),
    slowMode: createSlowMode(connection),
    channelMembers: createChannelMembers(connection, arrived),
    discussedPosts: createDiscussedPosts(connection),
    threads: createThreads(connection, arrived),
    topics: createTopics(connection, arrived),
    heardPosts: createHeardPosts(connection),
    postMarks: createPostMarks(connection),
    postReactions: createPostReactions(connection),
    sendAs: createSendAs(connection),
    accountSettings: createAccountSettings(connection, correspondence),
    blobs: createBlobs(connection),
    deviceQueues: createDeviceQueues(connection),
    documents: createDocuments(connection),
    encryptedFiles: createEncryptedFiles(connection),
    stickerSets: createStickerSets(connection),
    uploads: createUploads(connection),
    fileObjects: createFileObjects(connection),
    fileSizes: createFileSizes(connection),
    attachedSets: createAttachedSets(connection),
    photos: createPhotos(connection),
    blocks: createBlocks(connection, correspondence),
    botEvents: createBotEvents(connection),
    botQueries: createBotQueries(connection),
    bots: createBots(connection, correspondence),
    webApps: createWebApps(connection),
    games: createGames(connection),
    correspondence,
    logins: createLogins(connection),
    installedSets: createInstalledSets(connection),
    notifySettings: createNotifySettings(connection),
    passwords: createPasswords(connection),
    peerBars: createPeerBars(connection),
    peerPhotos: createPeerPhotos(connection),
    presence: createPresence(connection),
    privacy: createPrivacy(connection),
    reports: createReports(connection),
    chatlists: createChatlists(connection),
    dialogMarks: createDialogMarks(connection, dialogs),
    dialogFilters: createDialogFilters(connection),
    unnumberedChanges: createUnnumberedChanges(connection),
    autoDelete: createAutoDelete(connection, correspondence),
    drafts: createDrafts(connection),
    groupMessages: createGroupMessages(connection),
    groups: createGroups(connection),
    inviteLinks: createInviteLinks(connection),
    ephemeralMessages: createEphemeralMessages(connection),
    expiringMedia: createExpiringMedia(connection),
    messageMarks: createMessageMarks(connection),
    messageSearch: createMessageSearch(connection, arrived),
    polls: createPolls(connection),
    reactions: createReactions(connection),
    protectedChats: createProtectedChats(connection),
    readDates: createReadDates(connection),
    savedDialogs: createSavedDialogs(connection),
    savedDocuments: createSavedDocuments(connection),
    savedTags: createSavedTags(connection),
    stickerLists: createStickerLists(connection),
    scheduledMessages: createScheduledMessages(connection),
    secretChats: createSecretChats(connection),
    futureAuthTokens: createFutureAuthTokens(connection),
    loginEmails: createLoginEmails(connection),
    pushDevices: createPushDevices(connection),
    takeouts: createTakeouts(connection),
    topPeers: createTopPeers(connection),
    verifications: createVerifications(connection),
    invitations: createInvitations(connection),
    keyChanges: createKeyChanges(connection),
    leases: createLeases(connection),
    rateBuckets: createRateBuckets(connection),
  }
}
