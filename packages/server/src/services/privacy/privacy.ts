import type { api } from '@chappe/tl-codec/api'
import { putPrivacy } from '../../accounts/put-privacy.ts'
import { tellOfUser } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import type { Service } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { orderRules, type PrivacyKey, privacyKeyOf } from '../../rules/privacy.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { rulesIn } from '../../views/standing.ts'

/** Who may see and do what ("Privacy"). The rules are applied by `views/standing.ts`. */
export function createPrivacyService(ports: ServicePorts): Service {
  const { store, inputPeers, userViews } = ports

  const stored = async (userId: UserId, key: PrivacyKey): Promise<api.PrivacyRule[]> => {
    return rulesIn(await store.read.privacy.get(userId, key), key)
  }

  const view = async (userId: UserId, rules: api.PrivacyRule[]): Promise<api.account.privacyRules> => {
    const named = rules.flatMap((rule) => ('users' in rule ? rule.users.flatMap((id) => toUserId(id) ?? []) : []))
    return { _: 'account.privacyRules', rules, ...(await viewPeers(store.read, userViews, userId, named)) }
  }

  const toRule = async (userId: UserId, input: api.InputPrivacyRule): Promise<api.PrivacyRule> => {
    switch (input._) {
      case 'inputPrivacyValueAllowUsers':
        return { _: 'privacyValueAllowUsers', users: await idsOf(userId, input.users) }
      case 'inputPrivacyValueDisallowUsers':
        return { _: 'privacyValueDisallowUsers', users: await idsOf(userId, input.users) }
      case 'inputPrivacyValueAllowChatParticipants':
        return { _: 'privacyValueAllowChatParticipants', chats: input.chats }
      case 'inputPrivacyValueDisallowChatParticipants':
        return { _: 'privacyValueDisallowChatParticipants', chats: input.chats }
      default:
        return { _: outputs[input._] }
    }
  }

  /** People who cannot be named any more are left out, as on the public server. */
  const idsOf = async (userId: UserId, inputs: readonly api.InputUser[]): Promise<bigint[]> => {
    if (inputs.length > maxNamed) throw badRequest('PRIVACY_TOO_LONG')
    const ids = await Promise.all(inputs.map((input) => inputPeers.user(userId, input)))
    return [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [BigInt(id)]))
  }

  return {
    methods: {
      async 'account.getPrivacy'({ userId }, request) {
        return view(userId, await stored(userId, privacyKeyOf(request.key)))
      },

      async 'account.setPrivacy'({ userId, caller }, request) {
        if (request.rules.length > maxNamed) throw badRequest('PRIVACY_TOO_LONG')
        const key = privacyKeyOf(request.key)
        const rules = orderRules(await Promise.all(request.rules.map((rule) => toRule(userId, rule))))
        await store.transaction(async (tx) => {
          await putPrivacy(tx, ports, { userId, key, rules, except: caller.session })
          if (shown.has(key)) tellOfUser(tx, ports, userId)
        })
        return view(userId, rules)
      },
    },
  }
}

const maxNamed = 1000

/** Settings on which depends what others see of the user in every list. */
const shown: ReadonlySet<PrivacyKey> = new Set<PrivacyKey>([
  'privacyKeyStatusTimestamp',
  'privacyKeyPhoneNumber',
  'privacyKeyProfilePhoto',
])

type Plain = Exclude<
  api.InputPrivacyRule['_'],
  | 'inputPrivacyValueAllowUsers'
  | 'inputPrivacyValueDisallowUsers'
  | 'inputPrivacyValueAllowChatParticipants'
  | 'inputPrivacyValueDisallowChatParticipants'
>

const outputs = {
  inputPrivacyValueAllowContacts: 'privacyValueAllowContacts',
  inputPrivacyValueAllowAll: 'privacyValueAllowAll',
  inputPrivacyValueDisallowContacts: 'privacyValueDisallowContacts',
  inputPrivacyValueDisallowAll: 'privacyValueDisallowAll',
  inputPrivacyValueAllowCloseFriends: 'privacyValueAllowCloseFriends',
  inputPrivacyValueAllowPremium: 'privacyValueAllowPremium',
  inputPrivacyValueAllowBots: 'privacyValueAllowBots',
  inputPrivacyValueDisallowBots: 'privacyValueDisallowBots',
} as const satisfies { readonly [Input in Plain]: api.PrivacyRule['_'] }
