import { createAccountSettings } from './account-settings.ts'
import type { ArrivedMessages } from './arrived-messages.ts'
import { createAttempts } from './attempts.ts'
import { createAuthKeys } from './auth-keys.ts'
import { createAuthorizations } from './authorizations.ts'
import { createAutoDelete } from './auto-delete.ts'
import { createBlocks } from './blocks.ts'
import { createBoxes } from './boxes.ts'
import type { Connection } from './connection.ts'
import { createContacts } from './contacts.ts'
import { createCorrespondence } from './correspondence.ts'
import { createDialogFilters } from './dialog-filters.ts'
import { createDialogMarks } from './dialog-marks.ts'
import { createDialogs } from './dialogs.ts'
import { createDrafts } from './drafts.ts'
import { createFutureAuthTokens } from './future-auth-tokens.ts'
import type { Repositories } from './group-commit.ts'
import { createInvitations } from './invitations.ts'
import { createLoginCodes } from './login-codes.ts'
import { createLoginEmails } from './login-emails.ts'
import { createLogins } from './logins.ts'
import { createMessageMarks } from './message-marks.ts'
import { createMessageSearch } from './message-search.ts'
import { createMessages } from './messages.ts'
import { createNotifySettings } from './notify-settings.ts'
import { createPasswords } from './passwords.ts'
import { createPeerBars } from './peer-bars.ts'
import { createPolls } from './polls.ts'
import { createPresence } from './presence.ts'
import { createPrivacy } from './privacy.ts'
import { createProtectedChats } from './protected-chats.ts'
import { createPushDevices } from './push-devices.ts'
import { createReactions } from './reactions.ts'
import { createReadDates } from './read-dates.ts'
import { createReports } from './reports.ts'
import { createSavedDialogs } from './saved-dialogs.ts'
import { createSavedTags } from './saved-tags.ts'
import { createScheduledMessages } from './scheduled-messages.ts'
import { createSettings } from './settings.ts'
import { createTakeouts } from './takeouts.ts'
import { createTopPeers } from './top-peers.ts'
import { createUnnumberedChanges } from './unnumbered-changes.ts'
import { createUsernames } from './usernames.ts'
import { createUsers } from './users.ts'

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
    users: createUsers(connection, arrived, correspondence),
    usernames: createUsernames(connection),
    contacts: createContacts(connection),
    boxes: createBoxes(connection, arrived),
    messages: createMessages(connection, arrived),
    dialogs,
    accountSettings: createAccountSettings(connection, correspondence),
    blocks: createBlocks(connection, correspondence),
    correspondence,
    logins: createLogins(connection),
    notifySettings: createNotifySettings(connection),
    passwords: createPasswords(connection),
    peerBars: createPeerBars(connection),
    presence: createPresence(connection),
    privacy: createPrivacy(connection),
    reports: createReports(connection),
    dialogMarks: createDialogMarks(connection, dialogs),
    dialogFilters: createDialogFilters(connection),
    unnumberedChanges: createUnnumberedChanges(connection),
    autoDelete: createAutoDelete(connection, correspondence),
    drafts: createDrafts(connection),
    messageMarks: createMessageMarks(connection),
    messageSearch: createMessageSearch(connection, arrived),
    polls: createPolls(connection),
    reactions: createReactions(connection),
    protectedChats: createProtectedChats(connection),
    readDates: createReadDates(connection),
    savedDialogs: createSavedDialogs(connection),
    savedTags: createSavedTags(connection),
    scheduledMessages: createScheduledMessages(connection),
    futureAuthTokens: createFutureAuthTokens(connection),
    loginEmails: createLoginEmails(connection),
    pushDevices: createPushDevices(connection),
    takeouts: createTakeouts(connection),
    topPeers: createTopPeers(connection),
    invitations: createInvitations(connection),
  }
}
