import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../testing/channel.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

/** Statistics asked for in one layer, each answer read by a codec that knows nothing else. */
async function askIn(kind: 'broadcast' | 'megagroup', layer: number): Promise<ReadonlyMap<string, unknown>> {
  const schema = new StrictSchema(definitions, layer)
  const answers = new Map<string, unknown>()
  const { server, alice, ...channel } = await openChannel(kind, {
    layer,
    onAnswer(request, bytes) {
      // Where a layer has no such method, its clients do not ask.
      if (schema.definitions.some(({ name }) => name === request._))
        answers.set(request._, schema.decode(bytes, schema.find(request._).result))
    },
  })
  const [named, peer] = [channel.named(alice), channel.peer(alice)]
  const text = (of: string): api.textWithEntities => ({ _: 'textWithEntities', text: of, entities: [] })
  const poll: api.poll = {
    ...{ _: 'poll', id: 0n, question: text('Which?'), hash: 0n },
    answers: [1, 2].map((of) => ({ _: 'pollAnswer', text: text(String(of)), option: Uint8Array.of(of) })),
  }
  const media: api.InputMedia = { _: 'inputMediaPoll', poll }
  await alice.call({ _: 'messages.sendMedia', peer, media, message: '', randomId: 400n })
  const msgId = (await channel.history(alice)).messages[0]?.id ?? 0
  await alice.call({ _: 'messages.sendVote', peer, msgId, options: [Uint8Array.of(1)] })
  server.clock.now += 86_400_000
  if (kind === 'broadcast') await alice.call({ _: 'stats.getBroadcastStats', channel: named })
  else await alice.call({ _: 'stats.getMegagroupStats', channel: named })
  await alice.call({ _: 'stats.getMessageStats', channel: named, msgId })
  if (layer >= 225) await alice.call({ _: 'stats.getPollStats', peer, msgId })
  await server.close()
  return answers
}

describe('statistics', () => {
  for (const layer of [133, 158, 167, 177, 216, 225, 228]) {
    it(`are told in layer ${layer}`, async () => {
      const chart = { _: 'statsGraph' }
      const ofPosts = await askIn('broadcast', layer)
      expect(ofPosts.get('stats.getBroadcastStats')).toMatchObject({ followersGraph: chart, interactionsGraph: chart })
      expect(ofPosts.get('stats.getMessageStats')).toMatchObject({ viewsGraph: { _: 'statsGraphError' } })
      if (layer >= 225) expect(ofPosts.get('stats.getPollStats')).toMatchObject({ votesGraph: chart })
      const ofGroup = await askIn('megagroup', layer)
      expect(ofGroup.get('stats.getMegagroupStats')).toMatchObject({
        messagesGraph: chart,
        topPosters: [{ messages: 1 }],
      })
    })
  }
})
