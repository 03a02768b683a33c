import type { ServerProcess } from '../../support/server-process.ts'
import { Unanswered } from '../traffic.ts'

/** A bot whose program speaks the HTTP Bot API. */
export interface HttpBot {
  readonly server: ServerProcess
  readonly token: string
}

/**
 * Calls a method of the Bot API.
 *
 * @throws {Unanswered} for a request that the server was killed under, or could store nothing of
 */
export async function callBotApi(
  { server, token }: HttpBot,
  method: string,
  params: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<unknown> {
  const url = `http://127.0.0.1:${server.botApiPort}/bot${token}/${method}`
  const headers = { 'content-type': 'application/json' }
  const [status, answer] = await ask(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(params),
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw new Unanswered(`${method} was not answered`, { cause })
  })
  if (status >= 500) throw new Unanswered(`${method} was answered by ${status}`)
  if (!answer.ok) throw new Error(`${method} was refused: ${answer.description}`)
  return answer.result
}

interface Answer {
  readonly ok: boolean
  readonly result?: unknown
  readonly description?: string
}

async function ask(url: string, init: RequestInit): Promise<readonly [status: number, answer: Answer]> {
  const response = await fetch(url, init)
  const answer: Answer = JSON.parse(await response.text())
  return [response.status, answer]
}
