package io.hydrant.localcloud.sns;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Carries out the requests of SNS's API: reads their parameters, asks the topics, writes the
/// answer.
final class SnsActions {
  /// As many as SNS lists at a time.
  private static final int PAGE = 100;

  private static final String RAW = "RawMessageDelivery";

  private final Topics topics;
  private final String account;

  SnsActions(Topics topics, String account) {
    this.topics = topics;
    this.account = account;
  }

  /// Carries out one request.
  ///
  /// @return what stands in the answer's result, if anything
  List<Xml> carryOut(String action, QueryRequest request) {
    return switch (action) {
      case "CreateTopic" -> List.of(Xml.text("TopicArn", topics.create(request.required("Name"))));
      case "DeleteTopic" -> {
        topics.delete(request.required("TopicArn"));
        yield List.of();
      }
      case "ListTopics" ->
          page(
              "Topics",
              topics.topicArns(),
              request,
              arn -> Xml.of("member", Xml.text("TopicArn", arn)));
      case "Subscribe" -> List.of(Xml.text("SubscriptionArn", subscribe(request).arn()));
      case "Unsubscribe" -> {
        topics.unsubscribe(request.required("SubscriptionArn"));
        yield List.of();
      }
      case "ListSubscriptions" ->
          page("Subscriptions", topics.subscriptions(), request, this::member);
      case "ListSubscriptionsByTopic" ->
          page(
              "Subscriptions",
              topics.subscriptionsOf(request.required("TopicArn")),
              request,
              this::member);
      case "GetSubscriptionAttributes" ->
          List.of(attributes(topics.subscription(request.required("SubscriptionArn"))));
      case "SetSubscriptionAttributes" -> {
        topics.setRaw(
            request.required("SubscriptionArn"),
            raw(request.required("AttributeName"), request.required("AttributeValue")));
        yield List.of();
      }
      case "Publish" ->
          List.of(
              Xml.text(
                  "MessageId",
                  topics.publish(
                      request.required("TopicArn"),
                      Objects.requireNonNullElse(request.optional("Subject"), ""),
                      request.required("Message"))));
      default ->
          throw new SnsException(
              SnsException.Code.INVALID_ACTION, "localcloud's SNS does not know " + action);
    };
  }

  private Subscription subscribe(QueryRequest request) {
    String protocol = request.required("Protocol");
    if (!protocol.equals("sqs")) {
      throw invalid("Protocol: localcloud's SNS delivers to sqs only, not to " + protocol);
    }
    boolean raw = false;
    for (Map.Entry<String, String> attribute : request.map("Attributes").entrySet()) {
      raw = raw(attribute.getKey(), attribute.getValue());
    }
    return topics.subscribe(request.required("TopicArn"), request.required("Endpoint"), raw);
  }

  private static boolean raw(String attribute, String value) {
    if (!attribute.equals(RAW)) {
      throw invalid("Attributes: localcloud's SNS knows " + RAW + " only, not " + attribute);
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid("Attributes: " + RAW + " is true or false, not " + value);
    };
  }

  private Xml member(Subscription subscription) {
    return Xml.of(
        "member",
        Xml.text("SubscriptionArn", subscription.arn()),
        Xml.text("Owner", account),
        Xml.text("Protocol", "sqs"),
        Xml.text("Endpoint", subscription.queueArn()),
        Xml.text("TopicArn", subscription.topicArn()));
  }

  private Xml attributes(Subscription subscription) {
    return Xml.of(
        "Attributes",
        entry("SubscriptionArn", subscription.arn()),
        entry("TopicArn", subscription.topicArn()),
        entry("Owner", account),
        entry("Protocol", "sqs"),
        entry("Endpoint", subscription.queueArn()),
        entry("PendingConfirmation", "false"),
        entry(RAW, Boolean.toString(subscription.raw())));
  }

  private static Xml entry(String key, String value) {
    return Xml.of("entry", Xml.text("key", key), Xml.text("value", value));
  }

  /// A token is the number of the page's first element.
  private static <T> List<Xml> page(
      String name, List<T> all, QueryRequest request, Function<T, Xml> element) {
    int from = offset(request.optional("NextToken"), all.size());
    int to = Math.min(all.size(), from + PAGE);
    Xml page = Xml.of(name, all.subList(from, to).stream().map(element).toList());
    return to == all.size()
        ? List.of(page)
        : List.of(page, Xml.text("NextToken", Integer.toString(to)));
  }

  /// The list may have become shorter since the token was given out.
  private static int offset(@Nullable String token, int size) {
    if (token == null) {
      return 0;
    }
    try {
      return Math.clamp(Long.parseLong(token), 0, size);
    } catch (NumberFormatException _) {
      throw invalid("NextToken: '" + token + "' was not given out here");
    }
  }

  private static SnsException invalid(String reason) {
    return new SnsException(SnsException.Code.INVALID_PARAMETER, "Invalid parameter: " + reason);
  }
}
