import type { ServicePorts } from '../core-ports.ts'
import type { Service } from '../rpc/handlers.ts'
import { createAccountService } from './account/account.ts'
import { createAuthService } from './auth/auth.ts'
import { createBotsService } from './bots/bots.ts'
import { createChannelsService } from './channels/channels.ts'
import { createChatlistsService } from './chatlists/chatlists.ts'
import { createContactsService } from './contacts/contacts.ts'
import { createDialogsService } from './dialogs/dialogs.ts'
import { createDraftsService } from './drafts/drafts.ts'
import { createFoldersService } from './folders/folders.ts'
import { createGroupsService } from './groups/groups.ts'
import { createHelpService } from './help/help.ts'
import { createInviteLinksService } from './invite-links/invite-links.ts'
import { createLangpackService } from './langpack/langpack.ts'
import { createMessagesService } from './messages/messages.ts'
import { createNotHereService } from './not-here/not-here.ts'
import { createNotificationsService } from './notifications/notifications.ts'
import { createPasswordService } from './password/password.ts'
import { createPhotosService } from './photos/photos.ts'
import { createPollsService } from './polls/polls.ts'
import { createPresenceService } from './presence/presence.ts'
import { createPrivacyService } from './privacy/privacy.ts'
import { createReactionsService } from './reactions/reactions.ts'
import { createSavedService } from './saved/saved.ts'
import { createSavedDocumentsService } from './saved-documents/saved-documents.ts'
import { createSavedMusicService } from './saved-music/saved-music.ts'
import { createScheduledService } from './scheduled/scheduled.ts'
import { createSearchService } from './search/search.ts'
import { createSecretChatsService } from './secret-chats/secret-chats.ts'
import { createStatisticsService } from './statistics/statistics.ts'
import { createStickersService } from './stickers/stickers.ts'
import { createThreadsService } from './threads/threads.ts'
import { createTodoListsService } from './todo-lists/todo-lists.ts'
import { createTopicsService } from './topics/topics.ts'
import { createUpdatesService } from './updates/updates.ts'
import { createUploadService } from './upload/upload.ts'
import { createUsersService } from './users/users.ts'
import { createWebPagesService } from './web-pages/web-pages.ts'

/** All services, one line for each. */
export function createServices(ports: ServicePorts): Service[] {
  return [
    createAccountService(ports),
    createAuthService(ports),
    createBotsService(ports),
    createChannelsService(ports),
    createChatlistsService(ports),
    createContactsService(ports),
    createDialogsService(ports),
    createFoldersService(ports),
    createGroupsService(ports),
    createHelpService(ports),
    createInviteLinksService(ports),
    createLangpackService(),
    createMessagesService(ports),
    createDraftsService(ports),
    createPhotosService(ports),
    createPollsService(ports),
    createReactionsService(ports),
    createSavedService(ports),
    createSavedDocumentsService(ports),
    createSavedMusicService(ports),
    createScheduledService(ports),
    createSearchService(ports),
    createSecretChatsService(ports),
    createStatisticsService(ports),
    createStickersService(ports),
    createThreadsService(ports),
    createTodoListsService(ports),
    createTopicsService(ports),
    createUpdatesService(ports),
    createNotHereService(ports),
    createNotificationsService(ports),
    createPasswordService(ports),
    createPresenceService(ports),
    createPrivacyService(ports),
    createUploadService(ports),
    createUsersService(ports),
    createWebPagesService(ports),
  ]
}
