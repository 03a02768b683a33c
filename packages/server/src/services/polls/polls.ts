import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { mustBeKnown } from '../../chats/channels/send-as.ts'
import { pollMessage, pollUpdates } from '../../chats/content/polls/poll-updates.ts'
import { tellOfPoll } from '../../chats/content/polls/tell-of-poll.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Service, userMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { PollVote } from '../../store/domain/chats/polls.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { keyOf, storedPoll, viewPoll } from '../../views/poll-view.ts'
import { createCloseDue } from './close-due.ts'
import { createForgetPolls } from './forget-polls.ts'
import { tellAskingBot } from './tell-asking-bot.ts'
import { noteVote } from './unread-votes.ts'

const maxVotesPage = 50

/** Polls and quizzes ("Polls"). */
export function createPollsService(ports: ServicePorts): Service {
  const { store, clock, inputPeers, userViews } = ports
  return {
    upkeep: [createCloseDue(ports), createForgetPolls(ports)],
    methods: {
      'messages.sendVote': userMethod(
        { acts: ['vote'], rate: { burst: 300, secondsEach: 0.1 } },
        async ({ userId, caller }, request) => {
          const chat = await inputPeers.chat(userId, request.peer)
          const { peer } = chat
          const date = unixSeconds(clock)
          const pollId = await store.transaction(async (tx) => {
            const { record, found } = await pollMessage(tx, userId, chat, request.msgId, date)
            if (found === undefined) await allowIn(tx, userId, peer, 'vote')
            else {
              allow(found.standing, 'vote')
              mustBeKnown(found)
            }
            // Also where the poll was passed on: the votes are shown in the box of whoever asked, and are news there.
            if (isUser(peer) && record.owner !== peer) await allowIn(tx, userId, record.owner, 'vote')
            const stored = storedPoll(record)
            if (stored === undefined) throw badRequest('MESSAGE_ID_INVALID')
            const earlier = await tx.polls.voteOf(record.id, userId)
            // Asked again by whoever had no answer, say: it is answered as it stands, also where nobody may vote any more.
            if (earlier !== undefined && isSameVote(earlier.options, request.options)) return record.id
            checkVote(stored.poll, request.options, earlier)
            // Nothing was chosen, and nothing is taken back.
            if (earlier === undefined && request.options.length === 0) return record.id
            // The channel first: its box is below all others.
            if (found !== undefined) await holdBoxes(tx, [found.record.id])
            const vote = { userId, options: request.options, date }
            await tx.polls.vote(record.id, vote)
            const voted = request.options.length === 0 ? record : await noteVote(tx, record, userId, found?.record)
            if (stored.poll.publicVoters === true) await tellAskingBot(tx, ports, record, stored.poll, vote)
            await tellOfPoll(tx, ports, voted, { date, userId, except: caller.session })
            return voted.id
          })
          return pollUpdates(ports, pollId, userId, date)
        },
      ),

      async 'messages.getPollResults'({ userId }, request) {
        const chat = await inputPeers.chat(userId, request.peer)
        const date = unixSeconds(clock)
        const { record } = await pollMessage(store.read, userId, chat, request.msgId, date)
        if (chat.kind === 'group') await allowIn(store.read, userId, chat.peer, 'see members')
        return pollUpdates(ports, record.id, userId, date, { peer: chat.peer, id: request.msgId })
      },

      async 'messages.getPollVotes'({ userId }, request) {
        const chat = await inputPeers.chat(userId, request.peer)
        const { record } = await pollMessage(store.read, userId, chat, request.id, unixSeconds(clock))
        // Who voted how is told to who is among them.
        if (chat.kind === 'group') await allowIn(store.read, userId, chat.peer, 'see members')
        const view = await viewPoll(store.read, userId, record)
        if (view === undefined) throw badRequest('MESSAGE_ID_INVALID')
        const { poll, results } = view
        if (poll.publicVoters !== true) throw new RpcError(403, 'BROADCAST_FORBIDDEN')
        const voted = results.results?.some((answer) => answer.chosen === true) === true
        if (!voted && poll.closed !== true) throw new RpcError(403, 'POLL_VOTE_REQUIRED')

        const { option } = request
        const offset = parseOffset(request.offset)
        const limit = Math.max(1, Math.min(request.limit || maxVotesPage, maxVotesPage))
        const votes = await store.read.polls.votes(record.id, { option, offset, limit })
        const count =
          option === undefined
            ? await store.read.polls.voterCount(record.id)
            : ((await store.read.polls.tally(record.id)).find((entry) => keyOf(entry.option) === keyOf(option))
                ?.voters ?? 0)
        const voters = [userId, ...votes.map((vote) => vote.userId)]
        const end = offset + votes.length
        return {
          _: 'messages.votesList',
          count,
          votes: votes.map((vote) => viewVote(vote, option)),
          ...(await viewPeers(store.read, userViews, userId, voters)),
          nextOffset: end < count ? String(end) : undefined,
        }
      },
    },
  }
}

/** Throws the public error for a vote that cannot be given. */
function checkVote(poll: api.poll, options: readonly Uint8Array[], earlier: PollVote | undefined): void {
  if (poll.closed === true) throw badRequest('MESSAGE_POLL_CLOSED')
  if (earlier !== undefined && (poll.quiz === true || poll.revotingDisabled === true)) {
    throw badRequest('REVOTE_NOT_ALLOWED')
  }
  const known = new Set(poll.answers.map((answer) => (answer._ === 'pollAnswer' ? keyOf(answer.option) : '')))
  const asked = new Set(options.map(keyOf))
  if (asked.size !== options.length || [...asked].some((option) => !known.has(option))) {
    throw badRequest('OPTION_INVALID')
  }
  if (options.length > 1 && poll.multipleChoice !== true) throw badRequest('OPTIONS_TOO_MUCH')
}

function isSameVote(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  const chosen = new Set(one.map(keyOf))
  return chosen.size === other.length && other.every((option) => chosen.has(keyOf(option)))
}

function parseOffset(offset: string | undefined): number {
  if (offset === undefined || offset === '') return 0
  if (!/^[0-9]{1,9}$/.test(offset)) throw badRequest('OFFSET_INVALID')
  return Number(offset)
}

function viewVote({ userId, options, date }: PollVote, asked: Uint8Array | undefined): api.MessagePeerVote {
  const peer = toPeer(userId)
  if (asked !== undefined) return { _: 'messagePeerVoteInputOption', peer, date }
  const [first] = options
  return options.length === 1 && first !== undefined
    ? { _: 'messagePeerVote', peer, option: first, date }
    : { _: 'messagePeerVoteMultiple', peer, options: [...options], date }
}
