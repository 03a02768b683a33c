import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { readStored } from '../../tl/stored.ts'
import { checkSound } from './sounds.ts'

/** What holds for who has set nothing, as on the public server. */
const usual: api.reactionsNotifySettings = {
  _: 'reactionsNotifySettings',
  messagesNotifyFrom: { _: 'reactionNotificationsFromContacts' },
  storiesNotifyFrom: { _: 'reactionNotificationsFromContacts' },
  sound: { _: 'notificationSoundDefault' },
  showPreviews: true,
}

/** Whose reactions cause notifications. The server stores the setting; the devices apply it. */
export function createReactionNotices({ store }: ServicePorts): Methods {
  return {
    async 'account.getReactionsNotifySettings'({ userId }) {
      const { reactionNotices } = await store.read.accountSettings.get(userId)
      return (reactionNotices && readStored('ReactionsNotifySettings', reactionNotices)) ?? usual
    },

    async 'account.setReactionsNotifySettings'({ userId }, { settings }) {
      checkSound(settings.sound)
      await store.transaction(async (tx) => {
        const before = await tx.accountSettings.get(userId)
        await tx.accountSettings.put(userId, { ...before, reactionNotices: encode(settings) })
      })
      return settings
    },
  }
}
