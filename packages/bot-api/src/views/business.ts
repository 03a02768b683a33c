import type { api } from '@chappe/tl-codec/api'
import type { BusinessBotRights, BusinessConnection } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewUserId } from './people.ts'

/** By their names in the MTProto API. */
const rightNames: Readonly<Record<string, keyof BusinessBotRights>> = {
  reply: 'can_reply',
  readMessages: 'can_read_messages',
  deleteSentMessages: 'can_delete_outgoing_messages',
  deleteReceivedMessages: 'can_delete_all_messages',
  editName: 'can_edit_name',
  editBio: 'can_edit_bio',
  editProfilePhoto: 'can_edit_profile_photo',
  editUsername: 'can_edit_username',
  viewGifts: 'can_view_gifts_and_stars',
  sellGifts: 'can_convert_gifts_to_stars',
  changeGiftSettings: 'can_change_gift_settings',
  transferAndUpgradeGifts: 'can_transfer_and_upgrade_gifts',
  transferStars: 'can_transfer_stars',
  manageStories: 'can_manage_stories',
}

/** That a bot speaks for somebody's account ("BusinessConnection"). */
export function viewBusinessConnection(seen: SeenPeers, connection: api.botBusinessConnection): BusinessConnection {
  const { connectionId: id, userId, date, disabled, rights } = connection
  return {
    ...{ id, user: viewUserId(seen, userId), user_chat_id: Number(userId), date, is_enabled: !disabled },
    ...(rights && { rights: viewRights(rights) }),
  }
}

function viewRights(rights: api.businessBotRights): BusinessBotRights {
  const given = Object.entries(rights).filter(([, isGiven]) => isGiven === true)
  return Object.fromEntries(given.flatMap(([right]) => (rightNames[right] ? [[rightNames[right], true]] : [])))
}
