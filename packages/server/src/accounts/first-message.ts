import type { SessionName } from '../bus/bus.ts'
import { sendServiceMessage } from '../chats/placing/service-messages.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { UserRecord } from '../store/domain/people/users.ts'
import type { Transaction } from '../store/store.ts'

/** What a new account is told unless the operator has something else to say. */
export const defaultWelcomeText: string = [
  '**Welcome!** Your account is ready. In this chat you are told what concerns it.',
  'To write to somebody, search for a user name, or add a phone number to your contacts.',
].join('\n\n')

/**
 * Within a unit: the service account writes to a new account, so that its list of chats is not empty: Telegram Web A shows
 * an empty one as if it were still being loaded. Whoever signs up finds the message when it first asks for its chats.
 */
export async function sendFirstMessage(
  tx: Transaction,
  ports: ServicePorts,
  { id, createdAt }: UserRecord,
  except?: SessionName,
): Promise<void> {
  const text = ports.settings.welcomeText
  if (text.trim() === '') return
  await sendServiceMessage(tx, ports, { to: id, text, date: createdAt, except, links: true })
}
