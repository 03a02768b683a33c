import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { invalid } from './refusal.ts'

export type PrivacyKey = api.PrivacyKey['_']

const outputKeys: { readonly [Input in api.InputPrivacyKey['_']]: PrivacyKey } = {
  inputPrivacyKeyStatusTimestamp: 'privacyKeyStatusTimestamp',
  inputPrivacyKeyChatInvite: 'privacyKeyChatInvite',
  inputPrivacyKeyPhoneCall: 'privacyKeyPhoneCall',
  inputPrivacyKeyPhoneP2P: 'privacyKeyPhoneP2P',
  inputPrivacyKeyForwards: 'privacyKeyForwards',
  inputPrivacyKeyProfilePhoto: 'privacyKeyProfilePhoto',
  inputPrivacyKeyPhoneNumber: 'privacyKeyPhoneNumber',
  inputPrivacyKeyAddedByPhone: 'privacyKeyAddedByPhone',
  inputPrivacyKeyVoiceMessages: 'privacyKeyVoiceMessages',
  inputPrivacyKeyAbout: 'privacyKeyAbout',
  inputPrivacyKeyBirthday: 'privacyKeyBirthday',
  inputPrivacyKeyStarGiftsAutoSave: 'privacyKeyStarGiftsAutoSave',
  inputPrivacyKeyNoPaidMessages: 'privacyKeyNoPaidMessages',
  inputPrivacyKeySavedMusic: 'privacyKeySavedMusic',
}

export function privacyKeyOf(input: api.InputPrivacyKey): PrivacyKey {
  return outputKeys[input._]
}

/** What holds for who has set nothing, as on the public server. */
export function defaultRules(key: PrivacyKey): api.PrivacyRule[] {
  switch (key) {
    case 'privacyKeyPhoneNumber':
    case 'privacyKeyBirthday':
      return [{ _: 'privacyValueAllowContacts' }]
    case 'privacyKeyNoPaidMessages':
      return [{ _: 'privacyValueDisallowAll' }]
    default:
      return [{ _: 'privacyValueAllowAll' }]
  }
}

/** How someone stands to the owner of rules. */
export interface Asker {
  /** Undefined if nobody has said yet who asks. */
  readonly userId: UserId | undefined
  /** In the owner's contacts. */
  readonly contact: boolean
  readonly closeFriend: boolean
}

/**
 * Whether rules let someone: the first one that fits decides, and nobody for whom none fits may. What rules name is looked
 * up in no more steps for a thousand people than for one, since whoever has many contacts asks for each of them.
 */
export function compileRules(rules: readonly api.PrivacyRule[]): (asker: Asker) => boolean {
  const named = new Map<api.PrivacyRule, ReadonlySet<bigint>>()
  for (const rule of rules) if ('users' in rule) named.set(rule, new Set(rule.users))
  return (asker) => firstFitting(rules, named, asker)
}

function firstFitting(
  rules: readonly api.PrivacyRule[],
  named: ReadonlyMap<api.PrivacyRule, ReadonlySet<bigint>>,
  asker: Asker,
): boolean {
  const id = asker.userId === undefined ? undefined : BigInt(asker.userId)
  const isAmong = (ids: ReadonlySet<bigint> | undefined): boolean => id !== undefined && ids?.has(id) === true
  for (const rule of rules) {
    switch (rule._) {
      case 'privacyValueAllowAll':
        return true
      case 'privacyValueDisallowAll':
        return false
      case 'privacyValueAllowContacts':
        if (asker.contact) return true
        break
      case 'privacyValueDisallowContacts':
        if (asker.contact) return false
        break
      case 'privacyValueAllowCloseFriends':
        if (asker.closeFriend) return true
        break
      case 'privacyValueAllowUsers':
        if (isAmong(named.get(rule))) return true
        break
      case 'privacyValueDisallowUsers':
        if (isAmong(named.get(rule))) return false
        break
      // Nobody here is a bot, has Premium, or shares a group: these fit no one.
      case 'privacyValueAllowChatParticipants':
      case 'privacyValueDisallowChatParticipants':
      case 'privacyValueAllowPremium':
      case 'privacyValueAllowBots':
      case 'privacyValueDisallowBots':
        break
    }
  }
  return false
}

const maxExceptions = 1000

/**
 * Rules in the order in which they are to apply, whatever the order in which a client sent them: named people before
 * groups, groups before kinds of people, and everyone last.
 */
export function orderRules(rules: readonly api.PrivacyRule[]): api.PrivacyRule[] {
  const named = rules.flatMap((rule) => ('users' in rule ? rule.users : 'chats' in rule ? rule.chats : []))
  if (named.length > maxExceptions || rules.length > maxExceptions) throw invalid('PRIVACY_TOO_LONG')
  if (rules.length === 0 || new Set(rules.map((rule) => rule._)).size !== rules.length) {
    throw invalid('PRIVACY_VALUE_INVALID')
  }
  const has = (name: api.PrivacyRule['_']): boolean => rules.some((rule) => rule._ === name)
  if (
    (has('privacyValueAllowAll') && has('privacyValueDisallowAll')) ||
    (has('privacyValueAllowContacts') && has('privacyValueDisallowContacts')) ||
    (has('privacyValueAllowBots') && has('privacyValueDisallowBots'))
  ) {
    throw invalid('PRIVACY_VALUE_INVALID')
  }
  const ordered = rules.toSorted((a, b) => rank(a) - rank(b))
  const last = ordered.at(-1)
  // The rule for everyone is written out, so that clients show it.
  if (last !== undefined && rank(last) < rankOfAll) ordered.push({ _: 'privacyValueDisallowAll' })
  return ordered
}

const rankOfAll = 3

function rank(rule: api.PrivacyRule): number {
  switch (rule._) {
    case 'privacyValueAllowUsers':
    case 'privacyValueDisallowUsers':
      return 0
    case 'privacyValueAllowChatParticipants':
    case 'privacyValueDisallowChatParticipants':
      return 1
    case 'privacyValueAllowAll':
    case 'privacyValueDisallowAll':
      return rankOfAll
    default:
      return 2
  }
}
