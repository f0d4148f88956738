import './query.css';
import type { QueryView } from '../session/query.ts';
import { Guides } from './Guides.tsx';
import { HallMapScreen } from './HallMapScreen.tsx';
import { HoursScreen } from './HoursScreen.tsx';
import { List } from './List.tsx';
import { Notice, Notices } from './Notices.tsx';
import { Progress } from './Progress.tsx';
import { QueryHome } from './QueryHome.tsx';
import { Answer, Questions } from './Questions.tsx';
import { Ratings } from './Ratings.tsx';
import { Windows } from './Windows.tsx';

/** Everything that is asked without taking a number. */
export function Query({ view }: { view: QueryView }) {
  switch (view.page) {
    case 'home':
      return <QueryHome />;
    case 'progress':
      return <Progress view={view} />;
    case 'guides':
      return <Guides />;
    case 'list':
      return <List id={view.item} />;
    case 'hours':
      return <HoursScreen />;
    case 'notices':
      return <Notices />;
    case 'notice':
      return <Notice id={view.id} />;
    case 'windows':
      return <Windows />;
    case 'questions':
      return <Questions view={view} />;
    case 'answer':
      return <Answer id={view.id} />;
    case 'ratings':
      return <Ratings by={view.by} />;
    case 'map':
      return <HallMapScreen view={view} />;
  }
}
