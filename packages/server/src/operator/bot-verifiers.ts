import { builtInSet } from '../built-in/sets.ts'
import { tellOfUser } from '../changes/announce.ts'
import { isCustomEmoji } from '../chats/content/custom-emoji.ts'
import type { ServicePorts } from '../core-ports.ts'
import { isLonger } from '../rules/text-length.ts'
import { maxCompanyLength, maxVerificationLength } from '../rules/verification.ts'
import type { UserRecord } from '../store/domain/people/users.ts'
import type { Reads } from '../store/store.ts'
import { OperatorError } from './protocol.ts'

export interface VerifierInput {
  /** The number of a custom emoji, or an emoji that the server has a picture of for statuses or topics. */
  readonly icon?: string | undefined
  readonly company?: string | undefined
  readonly description?: string | undefined
  readonly ownWords: boolean
  readonly off: boolean
}

/** Lets a bot verify people and chats for an organisation ("Third-party verification"), or lets it no more. */
export async function setVerifier(ports: ServicePorts, bot: UserRecord, input: VerifierInput): Promise<void> {
  const { store } = ports
  const verifier = input.off ? undefined : await parseVerifier(store.read, bot, input)
  await store.transaction(async (tx) => {
    if (verifier === undefined) await tx.verifications.removeVerifier(bot.id)
    else await tx.verifications.putVerifier(verifier)
    if (bot.bot !== undefined) await tx.users.setBot(bot.id, { ...bot.bot, infoVersion: bot.bot.infoVersion + 1 })
    tellOfUser(tx, ports, bot.id)
  })
}

async function parseVerifier(read: Reads, { id }: UserRecord, input: VerifierInput) {
  const { icon, company = '', description, ownWords } = input
  if (company.trim() === '' || isLonger(company, maxCompanyLength)) {
    throw new OperatorError('REFUSED', `this needs --company, of at most ${maxCompanyLength} characters`)
  }
  if (isLonger(description ?? '', maxVerificationLength)) {
    throw new OperatorError('REFUSED', `a description has at most ${maxVerificationLength} characters`)
  }
  const found = icon === undefined ? undefined : await findIcon(read, icon)
  if (found === undefined) {
    throw new OperatorError('REFUSED', 'this needs --icon: the number of a custom emoji, or an emoji of the topics')
  }
  return {
    bot: id,
    icon: Number(found),
    company: company.trim(),
    description: description?.trim() || undefined,
    ownWords,
  }
}

async function findIcon(read: Reads, icon: string): Promise<bigint | undefined> {
  if (/^[0-9]{1,16}$/.test(icon)) {
    const id = BigInt(icon)
    return (await isCustomEmoji(read, id)) ? id : undefined
  }
  const plain = icon.replaceAll('\ufe0f', '')
  for (const purpose of ['inputStickerSetEmojiDefaultStatuses', 'inputStickerSetEmojiDefaultTopicIcons'] as const) {
    const pack = builtInSet(purpose).packs.find(({ emoticon }) => emoticon.replaceAll('\ufe0f', '') === plain)
    const [first] = pack?.documents ?? []
    if (first !== undefined) return first
  }
  return undefined
}
