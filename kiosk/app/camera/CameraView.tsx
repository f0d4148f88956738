import type { Text } from '@hall/shared/contracts/text';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import type { Camera } from './camera.ts';
import type { Still, StillOptions } from './still.ts';
import { takeStill } from './still.ts';
import type { CameraWish } from './use-camera.ts';
import { useCamera } from './use-camera.ts';
import { CAMERA_FAULTS, CAMERA_WORDS } from './words.ts';

/**
 * The picture of a document camera and the button that takes one. Whoever gets a still forgets it (`still.forget()`)
 * when it is sent or the person has gone.
 */
export function CameraView(props: {
  readonly size?: CameraWish['size'];
  readonly still?: StillOptions;
  readonly onStill: (still: Still) => void;
}) {
  const say = useSay();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const { state, again } = useCamera({
    ...(chosen === undefined ? {} : { id: chosen }),
    ...(props.size === undefined ? {} : { size: props.size }),
  });

  if (state.step === 'loading') {
    return (
      <div className="camera camera-waiting" data-testid="camera-loading" role="status">
        <span className="pulse" />
        <p>{say(CAMERA_WORDS.loading)}</p>
      </div>
    );
  }
  if (state.step === 'failed') {
    return (
      <div
        className="camera camera-waiting"
        data-testid="camera-failed"
        data-code={state.fault.code}
        role="alert"
      >
        <Icon name="warn" />
        <p>{say(CAMERA_FAULTS[state.fault.code])}</p>
        <Button testId="camera-again" onPress={again}>
          {say(CAMERA_WORDS.again)}
        </Button>
      </div>
    );
  }
  const { camera, cameras } = state;
  return (
    <div className="camera" data-testid="camera-ready">
      <Preview
        camera={camera}
        onStill={props.onStill}
        {...(props.still === undefined ? {} : { options: props.still })}
      />
      {cameras.length > 1 && (
        <fieldset className="camera-choice">
          <legend>{say(CAMERA_WORDS.which)}</legend>
          {cameras.map(({ id, label }, i) => (
            <button
              key={id}
              type="button"
              className="tab"
              aria-pressed={id === camera.info.id}
              data-testid={`camera-${i + 1}`}
              onClick={() => setChosen(id)}
            >
              {label === '' ? `${say(CAMERA_WORDS.unnamed)} ${i + 1}` : label}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function Preview(props: {
  readonly camera: Camera;
  readonly options?: StillOptions;
  readonly onStill: (still: Still) => void;
}) {
  const say = useSay();
  const { camera } = props;
  const video = useRef<HTMLVideoElement>(null);
  const [shown, setShown] = useState(false);
  const [taking, setTaking] = useState(false);
  const [trouble, setTrouble] = useState<Text | null>(null);
  const there = useRef(true);

  useEffect(() => {
    const element = video.current;
    there.current = true;
    setShown(false);
    if (element) element.srcObject = camera.stream;
    return () => {
      there.current = false;
      // The last frame must not stay in an element that somebody keeps.
      if (element) element.srcObject = null;
    };
  }, [camera]);

  const press = async (): Promise<void> => {
    if (video.current === null || taking) return;
    setTaking(true);
    setTrouble(null);
    const taken = await takeStill(video.current, props.options);
    if (!there.current) {
      // The person has gone while the picture was packed.
      if (taken.ok) taken.value.forget();
      return;
    }
    setTaking(false);
    if (taken.ok) props.onStill(taken.value);
    else setTrouble(CAMERA_FAULTS[taken.error.code]);
  };

  return (
    <>
      <video
        ref={video}
        className="camera-picture"
        data-testid="camera-picture"
        aria-label={say(CAMERA_WORDS.preview)}
        autoPlay
        muted
        playsInline
        disablePictureInPicture
        onLoadedData={() => setShown(true)}
      />
      <p className="camera-hint" role="status">
        {say(trouble ?? CAMERA_WORDS.hint)}
      </p>
      <Button kind="primary" testId="camera-take" disabled={taking || !shown} onPress={() => void press()}>
        {say(taking ? CAMERA_WORDS.taking : CAMERA_WORDS.take)}
      </Button>
    </>
  );
}
