import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { channelAdminPlans } from './channel-admin.ts'
import { channelTalkPlans } from './channel-talk.ts'
import { channelPlans } from './channels.ts'
import { forumPlans } from './forums.ts'
import { groupPlans } from './groups.ts'
import { inviteLinkPlans } from './invite-links.ts'
import { edit, forward, send, sendContact, sendPoll } from './messages.ts'
import { ownDevicePlans } from './own-devices.ts'
import { ownListPlans } from './own-lists.ts'
import { ownMarkPlans } from './own-marks.ts'
import { ownPeoplePlans, restartTakeout } from './own-people.ts'
import { ownPhotoPlans } from './own-photos.ts'
import { recoveryPlans } from './recovery.ts'
import { savedDocumentPlans } from './saved-documents.ts'
import { securityPlans } from './security.ts'
import { sharedFolderPlans } from './shared-folders.ts'
import type { SoloAccount } from './solo-account.ts'

export function soloAccountPlans(solo: SoloAccount): Plans {
  const { toReceiver, fromReceiver } = solo
  return [
    ...securityPlans(solo),
    ...recoveryPlans(solo),
    ...ownDevicePlans(solo),
    ...ownListPlans(solo),
    ...savedDocumentPlans(solo),
    ...ownMarkPlans(solo),
    ...ownPeoplePlans(solo),
    ...ownPhotoPlans(solo),
    ...channelPlans(solo),
    ...forumPlans(solo),
    ...channelTalkPlans(solo),
    ...channelAdminPlans(solo),
    ...groupPlans(solo),
    ...inviteLinkPlans(solo),
    ...sharedFolderPlans(solo),
    // Nothing is deleted here but what was saved, so that what is pinned and marked stays.
    [2, () => send(toReceiver)],
    [1, () => send(fromReceiver)],
    [1, () => sendContact(toReceiver)],
    [1, () => sendPoll(toReceiver)],
    [1, () => edit(toReceiver)],
    [2, () => forward(toReceiver)],
  ]
}

/** What must be there before all else: two chats, something saved from one of them, and an export to look into. */
export function soloAccountOpenings(solo: SoloAccount): readonly (() => Write | undefined)[] {
  const { toReceiver, fromReceiver, toSelf } = solo
  const first = [toReceiver, fromReceiver, toSelf].map((chat) => () => send(chat))
  return [...first, () => forward(toReceiver), () => restartTakeout(solo)]
}
