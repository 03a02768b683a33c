import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { Verification } from '../store/domain/people/verifications.ts'
import type { Reads } from '../store/store.ts'

/** "Third-party verification": the icon beside a name. */
export function verificationIcon(verification: Verification | undefined): bigint | undefined {
  return verification && BigInt(verification.icon)
}

/** What a profile says of it, and which bot has said so. */
export function viewVerification(verification: Verification | undefined): api.botVerification | undefined {
  if (verification === undefined) return undefined
  const { bot, icon, company, description = `Was verified by organization "${company}"` } = verification
  return { _: 'botVerification', botId: BigInt(bot), icon: BigInt(icon), description }
}

/** What a bot that verifies others says of itself. */
export async function viewVerifier(
  read: Pick<Reads, 'verifications'>,
  bot: UserId,
): Promise<api.botVerifierSettings | undefined> {
  const verifier = await read.verifications.verifier(bot)
  if (verifier === undefined) return undefined
  return {
    _: 'botVerifierSettings',
    canModifyCustomDescription: verifier.ownWords || undefined,
    icon: BigInt(verifier.icon),
    company: verifier.company,
    customDescription: verifier.description,
  }
}
