package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hydrant.node.NodeException.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DenialsTest {
  private final NodeException denial =
      new NodeException(Kind.DENIED, "could not do it: forbidden", null);

  private final Logger logger = (Logger) LoggerFactory.getLogger(Denials.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Denials denials = new Denials();

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void theSameDenialIsSaidOnceHoweverOftenItComes() {
    for (int i = 0; i < 10; i++) {
      denials.denied("do it", denial, NOON.plusSeconds(60L * i));
    }

    assertThat(said()).containsExactly("could not do it: forbidden; it is tried again every 60 s");
  }

  @Test
  void anotherReasonIsSaidAgain() {
    denials.denied("do it", denial, NOON);
    denials.denied("do it", new NodeException(Kind.DENIED, "for another reason", null), NOON);

    assertThat(said()).hasSize(2);
  }

  @Test
  void aRequestIsHeldForAMinuteAndOthersAreNot() {
    denials.denied("do it", denial, NOON);

    assertThat(denials.hold("do it", NOON.plusSeconds(59))).isTrue();
    assertThat(denials.hold("do it", NOON.plusSeconds(60))).isFalse();
    assertThat(denials.hold("do that", NOON)).isFalse();
  }

  @Test
  void whatIsGrantedAgainIsSaidOnce() {
    denials.denied("do it", denial, NOON);
    denials.granted("do it");
    denials.granted("do it");

    assertThat(said()).contains("Kubernetes now lets the agent do it").hasSize(2);
    assertThat(denials.isEmpty()).isTrue();
  }

  private List<String> said() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
