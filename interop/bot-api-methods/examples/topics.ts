import { chatMissing, type Examples } from '../example.ts'
import type { World } from '../world.ts'

const topic = async ({ forum, ask }: World) => ({
  ...{
    chat_id: forum,
    message_thread_id: (await ask('createForumTopic', { chat_id: forum, name: 'Topic' })).message_thread_id,
  },
})
const general = ({ forum }: World) => ({ chat_id: forum })
const noForum = { params: ({ supergroup }: World) => ({ chat_id: supergroup }), says: 'Bad Request: ' }
const noThread = { params: general, says: 'Bad Request: message thread not found' }

/** Topics of forums. */
export const topics: Examples = {
  getForumTopicIconStickers: { good: () => ({}), bad: [] },
  createForumTopic: {
    good: ({ forum }) => ({ chat_id: forum, name: 'Weather', icon_color: 0x6f_b9_f0 }),
    answer: { name: 'Weather', icon_color: 0x6f_b9_f0 },
    bad: [
      { params: general, says: 'Bad Request: topic name is empty' },
      { params: { name: 'x' }, says: chatMissing.says },
    ],
  },
  editForumTopic: { good: async (world) => ({ ...(await topic(world)), name: 'Other' }), bad: [noThread] },
  closeForumTopic: { good: topic, bad: [noThread] },
  reopenForumTopic: {
    good: async (world) => {
      const closed = await topic(world)
      await world.ask('closeForumTopic', closed)
      return closed
    },
    bad: [noThread],
  },
  deleteForumTopic: { good: topic, bad: [noThread] },
  unpinAllForumTopicMessages: { good: topic, bad: [noThread] },
  editGeneralForumTopic: { good: ({ forum }) => ({ chat_id: forum, name: 'All else' }), bad: [noForum] },
  closeGeneralForumTopic: { good: general, bad: [noForum] },
  reopenGeneralForumTopic: { good: general, bad: [noForum] },
  hideGeneralForumTopic: { good: general, bad: [noForum] },
  unhideGeneralForumTopic: { good: general, bad: [noForum] },
  unpinAllGeneralForumTopicMessages: { good: general, bad: [chatMissing] },
}
