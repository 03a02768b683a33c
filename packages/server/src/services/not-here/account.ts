import type { api } from '@chappe/tl-codec/api'
import type { Methods } from '../../rpc/handlers.ts'
import { noPeers } from '../../views/named-peers.ts'
import { emptyHash } from './empty-hash.ts'

/** An account here has no passkeys, no business and no bots; what would change that is not served. */
export function createAccountNotHere(): Methods {
  return {
    async 'account.getAutoSaveSettings'() {
      const off: api.autoSaveSettings = { _: 'autoSaveSettings' }
      return {
        _: 'account.autoSaveSettings',
        ...{ usersSettings: off, chatsSettings: off, broadcastsSettings: off },
        ...{ exceptions: [], ...noPeers() },
      }
    },
    async 'account.getBusinessChatLinks'() {
      return { _: 'account.businessChatLinks', links: [], ...noPeers() }
    },
    async 'account.getChannelRestrictedStatusEmojis'() {
      return { _: 'emojiList', hash: emptyHash, documentId: [] }
    },
    async 'account.getConnectedBots'() {
      return { _: 'account.connectedBots', connectedBots: [], users: [] }
    },
    async 'account.getPasskeys'() {
      return { _: 'account.passkeys', passkeys: [] }
    },
    async 'account.getWebBrowserSettings'() {
      return { _: 'account.webBrowserSettings', externalExceptions: [], inappExceptions: [], hash: emptyHash }
    },
  }
}
