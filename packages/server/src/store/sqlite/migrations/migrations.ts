import { accountsAndMessages } from './0001-accounts-and-messages.ts'
import { people } from './0002-people.ts'
import { messageFeatures } from './0003-message-features.ts'
import { dialogLists } from './0004-dialog-lists.ts'
import { savedMessages } from './0005-saved-messages.ts'
import { growthAndSignIn } from './0006-growth-and-sign-in.ts'
import { sentMessages } from './0007-sent-messages.ts'
import { arrivedMessages } from './0008-arrived-messages.ts'
import { privateChats } from './0009-private-chats.ts'
import { reportedMessages } from './0010-reported-messages.ts'
import { reactionNotices } from './0011-reaction-notices.ts'
import { ratingResets } from './0012-rating-resets.ts'
import { autoDownload } from './0013-auto-download.ts'
import { dataCentres } from './0014-data-centres.ts'
import { foldedSearch } from './0015-folded-search.ts'
import { invitations } from './0016-invitations.ts'
import { attempts } from './0017-attempts.ts'
import { ownWords } from './0018-own-words.ts'
import { toldChanges } from './0019-told-changes.ts'
import { severalProcesses } from './0020-several-processes.ts'
import { groups } from './0021-groups.ts'
import { channels } from './0022-channels.ts'
import { inviteLinks } from './0023-invite-links.ts'
import { talkInChannels } from './0024-talk-in-channels.ts'
import { joining } from './0025-joining.ts'
import { threads } from './0026-threads.ts'
import { adminLog } from './0027-admin-log.ts'
import { chatlists } from './0028-chatlists.ts'
import { discussionsAndForums } from './0029-discussions-and-forums.ts'
import { blobs } from './0030-blobs.ts'
import { passwordDates } from './0031-password-dates.ts'
import { titleWords } from './0032-title-words.ts'
import { files } from './0033-files.ts'
import { photos } from './0034-photos.ts'
import { peerPhotos } from './0035-peer-photos.ts'
import { documents } from './0036-documents.ts'
import { stickers } from './0037-stickers.ts'
import { secretChats } from './0038-secret-chats.ts'
import { bots } from './0039-bots.ts'
import { loggedFiles } from './0040-logged-files.ts'
import { groupNumbers } from './0041-group-numbers.ts'
import { botFather } from './0049-bot-father.ts'
import { expiringMedia } from './0055-expiring-media.ts'
import { attachedSets } from './0056-attached-sets.ts'
import { groupStickers } from './0057-group-stickers.ts'
import { botEvents } from './0058-bot-events.ts'
import { ephemeralMessages } from './0059-ephemeral-messages.ts'
import { webApps } from './0060-web-apps.ts'
import { personalChannels } from './0061-personal-channels.ts'
import { verifications } from './0062-verifications.ts'

import { filesTogether } from './0063-files-together.ts'

import { games } from './0064-games.ts'
import { prepared } from './0065-prepared.ts'
import { managedBots } from './0066-managed-bots.ts'
import { botAccess } from './0067-bot-access.ts'
import { guardedRequests } from './0068-guarded-requests.ts'
import { senderBans } from './0069-sender-bans.ts'
import { senderBanFacts } from './0070-sender-ban-facts.ts'

/** In order; a released migration is never changed, only followed by another. */
export const migrations: readonly string[] = [
  accountsAndMessages,
  people,
  messageFeatures,
  dialogLists,
  savedMessages,
  growthAndSignIn,
  sentMessages,
  arrivedMessages,
  privateChats,
  reportedMessages,
  reactionNotices,
  ratingResets,
  autoDownload,
  dataCentres,
  foldedSearch,
  invitations,
  attempts,
  ownWords,
  toldChanges,
  severalProcesses,
  groups,
  channels,
  inviteLinks,
  talkInChannels,
  joining,
  threads,
  adminLog,
  chatlists,
  discussionsAndForums,
  blobs,
  passwordDates,
  titleWords,
  files,
  photos,
  peerPhotos,
  documents,
  stickers,
  secretChats,
  bots,
  loggedFiles,
  groupNumbers,
  botFather,
  expiringMedia,
  attachedSets,
  groupStickers,
  botEvents,
  ephemeralMessages,
  webApps,
  personalChannels,
  verifications,
  filesTogether,
  games,
  prepared,
  managedBots,
  botAccess,
  guardedRequests,
  senderBans,
  senderBanFacts,
]
