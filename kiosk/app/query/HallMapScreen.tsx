import type { HallMap, MapPlace } from '@hall/shared/contracts/hall-map';
import type { Text } from '@hall/shared/contracts/text';
import { directionsOf, directionWords } from '@hall/shared/ui/hall-map/directions.ts';
import { nearest, type Route } from '@hall/shared/ui/hall-map/route.ts';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useMemo } from 'react';
import { type Kiosk, useKiosk } from '../kiosk.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { type Destination, type MapView, sameQuery, toQuery } from '../session/query.ts';
import { PLACES, Q, wayTo, windowName } from '../words/query.ts';
import { Plan } from './Plan.tsx';

type PlaceName = Extract<Destination, { kind: 'place' }>['place'];

/** The plan with where one stands; with a destination, the way there from this machine. */
export function HallMapScreen({ view }: { view: MapView }) {
  const say = useSay();
  const { host, catalogue } = useKiosk();
  const map = catalogue.publicInfo?.map ?? null;
  const here = map?.places.find(({ device }) => device === host.device) ?? null;
  const { to, stepFree } = view;
  const route = useMemo(
    () => (map && here && to ? nearest(map, here.id, (place) => isThere(place, to), { stepFree }) : null),
    [map, here, to, stepFree],
  );
  const target = to && targetName(to, catalogue);
  if (map === null) {
    const window =
      to?.kind === 'window' ? catalogue.publicInfo?.windows.find(({ id }) => id === to.window) : null;
    const zone = catalogue.zones.find(({ id }) => id === window?.zone);
    return (
      <div className="query-text" data-testid="screen-map">
        <Title>{say(target ? wayTo(target) : Q.mapTitle)}</Title>
        <Notice tone="wait">{say(Q.noMap)}</Notice>
        {zone && (
          <section className="panel query-words">
            <p>
              {say(zone.place)} · {say(zone.name)}
            </p>
          </section>
        )}
      </div>
    );
  }
  const floor =
    view.floor ??
    here?.floor ??
    (to ? map.places.find((place) => isThere(place, to))?.floor : undefined) ??
    map.floors[0]!.id;
  const goal = to ? (route?.at(-1) ?? map.places.find((place) => isThere(place, to)) ?? null) : null;
  return (
    <div className="query-map" data-testid="screen-map">
      <Title>{say(target ? wayTo(target) : Q.mapTitle)}</Title>
      <div className="map-plan">
        <Floors map={map} view={view} floor={floor} route={route} />
        <Plan map={map} floor={floor} here={here} route={route} goal={goal} />
      </div>
      <div className="map-words">
        {target === null ? (
          <Goals map={map} view={view} />
        ) : (
          <Way view={view} map={map} route={route} target={target} known={here !== null} />
        )}
      </div>
    </div>
  );
}

function isThere(place: MapPlace, to: Destination): boolean {
  return to.kind === 'window' ? place.window === to.window : place.kind === to.place;
}

function targetName(to: Destination, catalogue: Kiosk['catalogue']): Text {
  if (to.kind === 'place') return PLACES[to.place];
  return windowName(catalogue.publicInfo?.windows.find(({ id }) => id === to.window)?.number ?? 0);
}

function Floors(props: {
  readonly map: HallMap;
  readonly view: MapView;
  readonly floor: string;
  readonly route: Route | null;
}) {
  const say = useSay();
  const { act } = useKiosk();
  const { map, view, floor, route } = props;
  if (map.floors.length < 2) return null;
  const passed = new Set(route?.map((place) => place.floor));
  return (
    <div className="tabs map-floors">
      {map.floors.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="tab"
          aria-pressed={id === floor}
          data-testid={`floor-${id}`}
          data-passed={passed.has(id) ? '' : undefined}
          onClick={() => act(sameQuery({ ...view, floor: id }))}
        >
          {say(name)}
        </button>
      ))}
    </div>
  );
}

/** Where people ask their way to, besides windows; only what this hall has. */
function Goals({ map, view }: { map: HallMap; view: MapView }) {
  const say = useSay();
  const { act } = useKiosk();
  const kinds = new Set(map.places.map(({ kind }) => kind));
  const places = (Object.keys(PLACES) as PlaceName[]).filter((place) => kinds.has(place));
  return (
    <>
      <h2>{say(Q.whereTo)}</h2>
      <div className="map-goals">
        <Button kind="primary" testId="map-window" onPress={() => act(toQuery({ page: 'windows' }))}>
          {say(Q.toWindow)}
        </Button>
        {places.map((place) => (
          <Button
            key={place}
            testId={`map-${place}`}
            onPress={() => act(toQuery({ ...view, floor: null, to: { kind: 'place', place } }))}
          >
            {say(PLACES[place])}
          </Button>
        ))}
      </div>
    </>
  );
}

function Way(props: {
  readonly view: MapView;
  readonly map: HallMap;
  readonly route: Route | null;
  readonly target: Text;
  readonly known: boolean;
}) {
  const say = useSay();
  const { act } = useKiosk();
  const { view, map, route, target } = props;
  const steps = route === null ? [] : directionsOf(route, map.floors);
  const climbs = map.floors.length > 1;
  return (
    <>
      {props.known && route === null && <Notice tone="bad">{say(Q.noWay)}</Notice>}
      {route !== null && (
        <Paged
          list={`way:${target.zh}`}
          entries={steps.map((step, i) => ({ step, i }))}
          lines={1}
          testId="way"
        >
          {({ step, i }) => (
            <li className="way-step" key={i}>
              <span className="number">{i + 1}</span>
              <span>{say(directionWords(step, target))}</span>
            </li>
          )}
        </Paged>
      )}
      {climbs && (
        <button
          type="button"
          className="query-link"
          data-testid="step-free"
          aria-pressed={view.stepFree}
          onClick={() => act(sameQuery({ ...view, stepFree: !view.stepFree }))}
        >
          <span className="check-box" aria-hidden="true" />
          <span>{say(Q.stepFree)}</span>
        </button>
      )}
    </>
  );
}
